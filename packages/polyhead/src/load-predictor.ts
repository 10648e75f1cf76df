import { builtInDecoder, jpegDecoder, pngDecoder, resizeImage, sharpDecoder } from '@polyhead/batches';
import { createPredictor, type Predictor, type PredictorOptions } from '@polyhead/model';
import { loadModel, type LoadPredictorOptions } from '@polyhead/model/node';
import { assertObject, assertPath, PolyheadError, startEngine, type TaskMap } from '@polyhead/core';

const optionNames = { tasks: true, decode: true, resize: true, batchSize: true } satisfies Record<
  keyof LoadPredictorOptions<TaskMap>,
  true
>;

/**
 * Loads a saved model and creates a predictor that decodes and resizes images as `imageBatches` did in training.
 *
 * Pass `decode` if training used a custom decoder. A model that does not name its preprocessing gets the defaults of
 * `imageBatches`.
 *
 * @param folder - Path of the folder of the model.
 * @param options - Tasks, for typed predictions, and the options of {@link createPredictor}.
 * @returns The predictor.
 * @throws {PolyheadError} Errors of {@link loadModel}; UNSUPPORTED_IMAGE, from `predict`, if training used a decoder
 * that
 *   is not one of polyhead.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { faceTasks, loadPredictor } from 'polyhead';
 * const predictor = await loadPredictor('runs/faces/best', { tasks: faceTasks() });
 * const { age, race } = await predictor.predict(await readFile('someone.jpg'));
 * ```
 */
export async function loadPredictor<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: LoadPredictorOptions<Tasks> = {},
): Promise<Predictor<Tasks>> {
  assertPath('loadPredictor', folder, 'folder', 'runs/faces/best');
  assertObject('loadPredictor', options, { optionKeys: optionNames, example: '{ tasks: faceTasks() }' });
  await startEngine();
  const { tasks, decode, resize = resizeImage, ...others } = options;
  const network = await loadModel(folder, { ...(tasks && { tasks }) });
  return createPredictor(network, { ...others, decode: decode ?? findDecoder(network.preprocessing?.decoder), resize });
}

/** Factories of the decoders of polyhead, by name. */
const decoders = { 'built-in': builtInDecoder, jpeg: jpegDecoder, png: pngDecoder, sharp: sharpDecoder };

function findDecoder(decoder = 'built-in'): PredictorOptions['decode'] {
  if (Object.hasOwn(decoders, decoder)) return decoders[decoder as keyof typeof decoders]().decode;
  return () => {
    throw new PolyheadError(
      'UNSUPPORTED_IMAGE',
      `this network was trained on images of the decoder ${JSON.stringify(decoder)}, which is not one of polyhead's. Pass it as "decode".`,
      { hint: 'Pass it as "decode".' },
    );
  };
}
