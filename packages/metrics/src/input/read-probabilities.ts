import type { Label, Scores } from './columns';
import type { ScoredLabels } from './read-scored-labels';
import { readScoredLabels } from './read-scored-labels';
import { checkProbabilities } from './read-scores';

/** As `readScoredLabels`, and rejects scores that are no probabilities. */
export function readProbabilities(
  where: string,
  truth: ArrayLike<Label>,
  probabilities: Scores,
  labels?: readonly string[],
): ScoredLabels {
  const data = readScoredLabels(where, truth, probabilities, labels);
  checkProbabilities(where, 'probabilities', data.table);
  return data;
}
