import { assertNetwork, type HeldWeights, holdWeights, type Network } from '@polyhead/model';
import { type BatchSource, assertObject, type ImageShape, startEngine, type TaskMap, taskNames } from '@polyhead/core';
import type { OutputAccumulator } from '../scores/collect-outputs';
import { collectSource } from '../scores/score-source';
import { assertWholeSource } from '../trainer/assert-whole-source';
import { checkPreprocessing, checkSource } from '../trainer/check-run';
import { zipTasks } from '../steps/predict-function';
import { makePredictStep } from '../steps/register-train-step';
import type { PredictStep } from '../steps/train-step';
import type { PredictOptions } from './predict-options';

const optionNames = { flip: 'boolean', compile: 'boolean' } satisfies Record<keyof PredictOptions, 'boolean'>;

/** Predictions of a network for every image of a source. */
export async function predictSource<Tasks extends TaskMap>(
  where: string,
  network: Network<Tasks>,
  source: BatchSource<Tasks>,
  options: PredictOptions,
): Promise<OutputAccumulator<Tasks>> {
  assertNetwork(where, network);
  checkSource(where, network, source);
  checkPreprocessing(where, network.preprocessing, source.preprocessing);
  assertObject(where, options, { optionKeys: optionNames, example: '{ flip: true }' });
  const { flip = false, compile = true } = options;
  const held = holdWeights(network);
  try {
    await startEngine();
    await assertWholeSource(where, source);
    const step = atOneMoment(await makePredictStep(network, compile), held);
    return await collectSource(flip ? withMirror(step, network) : step, source, true).finally(step.dispose);
  } finally {
    held.release();
  }
}

/** Predictions by the weights that are held, also while the network is in training. */
function atOneMoment<Tasks extends TaskMap>(step: PredictStep<Tasks>, held: HeldWeights): PredictStep<Tasks> {
  return { ...step, predict: (images, size) => held.during(() => step.predict(images, size)) };
}

/** Means of the outputs for each image and its mirror image. */
function withMirror<Tasks extends TaskMap>(
  step: PredictStep<Tasks>,
  { tasks, imageShape }: Network<Tasks>,
): PredictStep<Tasks> {
  const names = taskNames(tasks);
  return {
    ...step,
    predict: async (images, size) => {
      const straight = await step.predict(images, size);
      const mirrored = await step.predict(mirror(images, imageShape), size);
      return zipTasks(
        names,
        names.map((name) => straight[name].map((value, index) => (value + (mirrored[name][index] ?? NaN)) / 2)),
      );
    },
  };
}

/** Images with left and right exchanged. */
function mirror(images: Uint8Array, [, width, channels]: ImageShape): Uint8Array {
  const row = width * channels;
  const mirrored = new Uint8Array(images.length);
  for (let start = 0; start < images.length; start += row) {
    for (let x = 0; x < width; x++) {
      const from = start + x * channels;
      mirrored.set(images.subarray(from, from + channels), start + row - (x + 1) * channels);
    }
  }
  return mirrored;
}
