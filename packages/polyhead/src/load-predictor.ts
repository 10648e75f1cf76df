import { builtInDecoder, jpegDecoder, pngDecoder, resizeImage, sharpDecoder } from '@polyhead/batches';
import { createPredictor, type Predictor, type PredictorOptions } from '@polyhead/model';
import { loadModel, type LoadPredictorOptions } from '@polyhead/model/node';
import { assertObject, assertPath, type TaskMap, PolyheadError } from '@polyhead/core';
import { ensureEngine } from './use-engine';

const optionNames = { tasks: true, decode: true, resize: true, batchSize: true } satisfies Record<
  keyof LoadPredictorOptions<TaskMap>,
  true
>;

/**
 * A predictor from the folder of a saved model, which decodes and resizes images as `imageBatches` did when the model
 * was trained.
 *
 * Pass `tasks` for typed predictions, and `decode` where training used a decoder of your own. A model that does not say
 * how it was trained gets the defaults of `imageBatches`.
 * Throws if the folder holds no whole model, or `tasks` are not the model's.
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
  await ensureEngine();
  const { tasks, decode, resize = resizeImage, ...others } = options;
  const network = await loadModel(folder, { ...(tasks && { tasks }) });
  return createPredictor(network, { ...others, decode: decode ?? decodeAs(network.preprocessing?.decoder), resize });
}

/** polyhead's decoders by name; each is made only when it is asked for. */
const decoders = { 'built-in': builtInDecoder, jpeg: jpegDecoder, png: pngDecoder, sharp: sharpDecoder };

function decodeAs(decoder = 'built-in'): PredictorOptions['decode'] {
  if (Object.hasOwn(decoders, decoder)) return decoders[decoder as keyof typeof decoders]().decode;
  return () => {
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `predict: this network was trained on images of the decoder ${JSON.stringify(decoder)}, which is not one of polyhead's. Pass it as "decode".`,
    );
  };
}
