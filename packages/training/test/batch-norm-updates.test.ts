import type { Network } from '@polyhead/model';
import { type BatchSource, regression } from '@polyhead/core';
import { sgd, train, type TrainOptions } from '@polyhead/training';
import {
  input,
  layers as tfLayers,
  type layers,
  model,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { networkOf, tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { size: regression() };
type Tasks = typeof tasks;

beforeAll(useCpu);

const options = { epochs: 2, optimizer: sgd({ learningRate: 0.01 }) };
const source = (size = 16) => tinySource(tasks, { size, batchSize: 4 });

/** The moving averages that training continues with after each epoch. */
async function movingAverages(setting: TrainOptions['updateBatchNorm'], emaDecay?: number): Promise<number[][][]> {
  const seen: number[][][] = [];
  await train(tinyNetwork(tasks), {
    ...options,
    training: source(),
    validation: source(),
    updateBatchNorm: setting!,
    ...(emaDecay !== undefined && { emaDecay }),
    callbacks: [
      {
        name: 'watch',
        onEpochEnd: async (run) => {
          const { weights } = (await run.readState()).train;
          seen.push(weights.filter(({ name }) => name.includes('moving')).map(({ values }) => [...values]));
        },
      },
    ],
  });
  return seen;
}

test.each([undefined, 0.9])(
  'training continues with its own moving averages while statistics are recomputed, emaDecay %s',
  async (emaDecay) => {
    const own = await movingAverages(false, emaDecay);
    expect(await movingAverages('auto', emaDecay)).toEqual(own);
    expect(await movingAverages(3, emaDecay)).toEqual(own);
  },
);

/** Layers in a row on 6 x 6 images, then a dense layer. */
function networkOfLayers(stack: readonly layers.Layer[]): Network<Tasks> {
  const inputs = input({ shape: [6, 6, 1] });
  let outputs = inputs;
  for (const layer of [...stack, tfLayers.flatten(), tfLayers.dense({ units: 1 })])
    outputs = layer.apply(outputs) as SymbolicTensor;
  return networkOf(model({ inputs, outputs }), tasks, [6, 6, 1]);
}

/** How often the training source starts its epoch 0: once to train on, and once for each recomputation. */
async function countRecomputed(network: Network<Tasks>, epochs: number): Promise<number> {
  let started = 0;
  const training: BatchSource<Tasks> = {
    ...source(40),
    batches: (epoch, from) => {
      if (epoch === 0) started++;
      return source(40).batches(epoch, from);
    },
  };
  await train(network, { training, validation: source(), epochs, optimizer: sgd({ learningRate: 1e-5 }) });
  return started - 1;
}

const norm = (momentum: number) => tfLayers.batchNormalization({ momentum });
const drop = () => tfLayers.dropout({ rate: 0.5 });
const inner = (...stack: layers.Layer[]) =>
  sequential({ layers: [tfLayers.activation({ activation: 'relu', inputShape: [6, 6, 1] }), ...stack] });

test.each([
  ['none without batch normalization', () => [drop()], 0],
  ['in epochs that are too early for the momentum', () => [norm(0.5)], 1],
  ['in every epoch at a large momentum', () => [norm(0.99)], 3],
  ['in every epoch if dropout stands before a normalization', () => [drop(), norm(0.1)], 3],
  ['none for dropout behind all normalizations', () => [norm(0.1), drop()], 0],
  ['in every epoch if the dropout is in an inner model', () => [inner(drop()), norm(0.1)], 3],
  ['in every epoch if the normalization is in an inner model', () => [drop(), inner(norm(0.1))], 3],
  ['none if the normalization is frozen', () => [drop(), Object.assign(norm(0.99), { trainable: false })], 0],
] as const)("updateBatchNorm 'auto' recomputes statistics: %s", async (_, stack, expected) => {
  expect(await countRecomputed(networkOfLayers(stack()), 3)).toBe(expected);
});

test("updateBatchNorm 'auto' keeps moving averages that validate better than recomputed statistics", async () => {
  const kept = await Promise.all(
    [3, 4].map(async (seed) => {
      const losses = async (updateBatchNorm: TrainOptions['updateBatchNorm']): Promise<number[]> => {
        const training = tinySource(tasks, { size: 16, batchSize: 4, seed });
        const validation = tinySource(tasks, { size: 16, seed: seed + 10 });
        const run = { ...options, epochs: 6, training, validation, updateBatchNorm: updateBatchNorm! };
        const { epochs } = await train(tinyNetwork(tasks, { seed }), run);
        return epochs.map((epoch) => epoch.validation!.loss);
      };
      const [moving, recomputed, auto] = [await losses(false), await losses(100), await losses('auto')];
      expect(auto).toEqual(moving.map((loss, epoch) => Math.min(loss, recomputed[epoch]!)));
      return moving.map((loss, epoch) => loss < recomputed[epoch]!);
    }),
  );
  expect(new Set(kept.flat())).toEqual(new Set([true, false])); // both were better at some time
});

test('a validation that is many times worse than training has a note in its record', async () => {
  const far: BatchSource<Tasks> = {
    ...source(),
    async *batches(epoch, from) {
      for await (const batch of source().batches(epoch, from))
        yield {
          ...batch,
          labels: { size: batch.labels.size.map((value) => value + 1e4) },
          targets: { size: batch.targets.size.map((value) => value + 1e4) },
        };
    },
  };
  const noteOf = async (updateBatchNorm?: false) =>
    (
      await train(tinyNetwork(tasks), {
        ...options,
        training: source(),
        validation: far,
        ...(updateBatchNorm === false && { updateBatchNorm }),
      })
    ).epochs[1]!.note;
  expect(await noteOf(false)).toMatch(
    /^validation loss \d+ is more than 5 times the training loss [\d.]+: dropout before a batch normalization shifts its moving averages\. Pass updateBatchNorm: 'auto'\.$/,
  );
  expect(await noteOf()).toMatch(/batches of 4 are small for batch normalization/);
});
