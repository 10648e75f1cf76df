import type { BatchSource, TaskMap } from '@polyhead/core';
import type { EpochScores } from '../history/history';
import type { PredictStep } from '../steps/train-step';
import { readBatches } from '../steps/read-batches';
import { accumulateOutputs, type OutputAccumulator } from './collect-outputs';

/** Scores of a network on a whole source, from its predictions. */
export async function evaluateSource<Tasks extends TaskMap>(
  step: PredictStep<Tasks>,
  source: Pick<BatchSource<Tasks>, 'tasks' | 'batches'>,
  where: string,
): Promise<EpochScores<Tasks>> {
  return (await collectSource(step, source)).scores(where);
}

/**
 * Predictions of a network on a whole source. The source's epoch is always the first one, so that two readings see the
 * same images.
 */
export async function collectSource<Tasks extends TaskMap>(
  step: PredictStep<Tasks>,
  source: Pick<BatchSource<Tasks>, 'tasks' | 'batches'>,
  keepOutputs = false,
): Promise<OutputAccumulator<Tasks>> {
  const collection = accumulateOutputs(source.tasks, keepOutputs);
  for await (const batch of readBatches(source, 0)) {
    if (batch.size > 0) collection.add(batch, await step.predict(batch.images, batch.size));
  }
  return collection;
}
