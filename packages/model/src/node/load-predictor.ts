import { assertObject, assertPath, startEngine, type TaskMap } from '@polyhead/core';
import { createPredictor, type Predictor, type PredictorOptions } from '../prediction/create-predictor';
import { loadModel, type LoadModelOptions } from './load-model';

/** Options of {@link loadPredictor}. */
export interface LoadPredictorOptions<Tasks extends TaskMap> extends LoadModelOptions<Tasks>, PredictorOptions {}

const optionNames = { tasks: true, decode: true, resize: true, batchSize: true } satisfies Record<
  keyof LoadPredictorOptions<TaskMap>,
  true
>;

/**
 * Loads a saved model and creates a predictor: {@link loadModel} and {@link createPredictor} in one.
 *
 * Pass the `decode` and `resize` that training used; `network.preprocessing` of the predictor names them.
 *
 * @param folder - Path of the folder of the model.
 * @param options - Tasks, for typed predictions, and the options of {@link createPredictor}.
 * @returns The predictor.
 * @throws {PolyheadError} Errors of {@link loadModel} and {@link createPredictor}.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { loadPredictor } from '@polyhead/model/node';
 * const predictor = await loadPredictor('runs/faces/model', { tasks: faceTasks() });
 * const { age, race } = await predictor.predict({ width: 198, height: 198, data: new Uint8Array(198 * 198 * 3) });
 * ```
 */
export async function loadPredictor<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: LoadPredictorOptions<Tasks> = {},
): Promise<Predictor<Tasks>> {
  assertPath('loadPredictor', folder, 'folder', 'runs/faces/model');
  assertObject('loadPredictor', options, { optionKeys: optionNames, example: '{ tasks: faceTasks() }' });
  await startEngine();
  const { tasks, ...predicting } = options;
  return createPredictor(await loadModel(folder, { ...(tasks && { tasks }) }), predicting);
}
