import type { TaskMap } from '@polyhead/core';
import type { EpochRecord } from '../history/history';
import type { NormalizationFacts } from './batch-norm-updates';

/** A validation loss more than this many times the training loss gets a note. */
const many = 5;
/** Batches of fewer images have statistics that are far from those of all images. */
const fewImages = 8;

/** One line with the most probable reason, if validation is many times worse than training. */
export function validationNote<Tasks extends TaskMap>(
  { training, validation }: Pick<EpochRecord<Tasks>, 'training' | 'validation'>,
  facts: NormalizationFacts,
): string | undefined {
  if (validation === undefined || !(validation.loss > many * Math.abs(training.loss))) return undefined;
  const [loss, other] = [validation.loss, training.loss].map((value) => Number(value.toPrecision(3)));
  return `validation loss ${loss} is more than ${many} times the training loss ${other}: ${reasonOf(facts)}`;
}

function reasonOf({ recomputed, problem, batchSize }: NormalizationFacts): string {
  if (problem !== undefined && !recomputed) return `${problem}. Pass updateBatchNorm: 'auto'.`;
  if (batchSize !== undefined && batchSize < fewImages)
    return `batches of ${batchSize} are small for batch normalization. Pass a source with larger batches.`;
  return 'the network overfits, or validation images differ from training images. Evaluate the training images to see which.';
}
