import type { Network } from '@polyhead/model';
import type { BatchSource, TaskMap } from '@polyhead/core';
import { type Evaluation, evaluate as evaluateOnEngine, type PredictOptions } from '@polyhead/training';
import { ensureEngine } from './use-engine';

/**
 * Everything that can be said about a network on a source, computed from the predictions for all of its images; on
 * the best engine unless `useEngine` chose one.
 *
 * Throws if source and network do not fit, or the source is empty.
 *
 * @example
 * ```ts
 * import { evaluate, faceTasks, imageBatches, loadModel, scanUtkFace } from 'polyhead';
 * const tasks = faceTasks();
 * const { records } = await scanUtkFace('UTKFace');
 * const result = await evaluate(await loadModel('runs/faces/best', { tasks }), imageBatches(records, { tasks, imageSize: 198 }));
 * result.race.report.toString(); // scikit-learn's table
 * ```
 */
export async function evaluate<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: PredictOptions = {},
): Promise<Evaluation<Tasks>> {
  await ensureEngine();
  return evaluateOnEngine(network, source, options);
}
