import type { BatchSource, TaskMap } from '@polyhead/tasks';
import type { EpochScores } from '../history';
import type { PredictStep } from '../steps/train-step';
import { readBatches } from '../session/read-batches';
import { collectOutputs, type OutputCollection } from './collect-outputs';

/** Scores of a network on a whole source, from its predictions. */
export async function scoreSource<Tasks extends TaskMap>(
  step: PredictStep<Tasks>,
  source: Pick<BatchSource<Tasks>, 'tasks' | 'batches'>,
  where: string,
): Promise<EpochScores<Tasks>> {
  return (await collectSource(step, source)).scores(where);
}

/**
 * Predictions of a network on a whole source. The source's epoch is always the first one, so that two readings see the
 * same pictures.
 */
export async function collectSource<Tasks extends TaskMap>(
  step: PredictStep<Tasks>,
  source: Pick<BatchSource<Tasks>, 'tasks' | 'batches'>,
  keepOutputs = false,
): Promise<OutputCollection<Tasks>> {
  const collection = collectOutputs(source.tasks, keepOutputs);
  for await (const batch of readBatches(source, 0)) {
    if (batch.size > 0) collection.add(batch, await step.predict(batch.images, batch.size));
  }
  return collection;
}
