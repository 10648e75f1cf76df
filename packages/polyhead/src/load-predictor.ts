import { builtInDecoder, resizeImage } from '@polyhead/batches';
import type { Predictor } from '@polyhead/model';
import { loadPredictor as loadPlainPredictor, type LoadPredictorOptions } from '@polyhead/model/node';
import type { TaskMap } from '@polyhead/tasks';
import { ensureEngine } from './use-engine';

/**
 * A predictor from the folder of a saved model, which reads JPEG and PNG files and pixels of any size as `imageBatches` does.
 *
 * Pass `tasks` for typed predictions. Another `decode` or `resize` can be given where training used another. Throws where the folder holds no whole model, or `tasks` are not the model's.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { faceTasks, loadPredictor } from 'polyhead';
 * const predictor = await loadPredictor('runs/faces/best', { tasks: faceTasks() });
 * const { age, race } = await predictor.predict(await readFile('someone.jpg'));
 * ```
 */
export async function loadPredictor<Tasks extends TaskMap = TaskMap>(folder: string, options: LoadPredictorOptions<Tasks> = {}): Promise<Predictor<Tasks>> {
  await ensureEngine();
  const { decode } = builtInDecoder();
  return loadPlainPredictor(folder, { decode, resize: resizeImage, ...options });
}
