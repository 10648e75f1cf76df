import type { ScoredLabels } from './input/read-scored-labels';
import { sortFloats } from './statistics/sort-floats';

/** Scores of the rows of the positive class and of all others, each sorted ascending. */
export interface Ranking {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Splits rows by whether their truth is `positive`, taking the scores of that class; sorted ascending. */
export function rankOneVersusRest({ truth, table }: ScoredLabels, positive: number): Ranking {
  const column = table.columns === 1 ? 0 : positive;
  let count = 0;
  for (let row = 0; row < truth.length; row++) if (truth[row] === positive) count++;
  const positives = new Float64Array(count);
  const negatives = new Float64Array(truth.length - count);
  let [i, j] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const score = table.values[row * table.columns + column] as number;
    if (truth[row] === positive) positives[i++] = score;
    else negatives[j++] = score;
  }
  return { positives: sortFloats(positives), negatives: sortFloats(negatives) };
}

/** As `rankOneVersusRest`, but among the rows of two classes only. */
export function rankOneVersusOne({ truth, table }: ScoredLabels, positive: number, other: number): Ranking {
  const scoresOf = (label: number): Float64Array => {
    const scores: number[] = [];
    for (let row = 0; row < truth.length; row++) {
      if (truth[row] === label) scores.push(table.values[row * table.columns + positive] as number);
    }
    return sortFloats(new Float64Array(scores));
  };
  return { positives: scoresOf(positive), negatives: scoresOf(other) };
}

/**
 * Area under the ROC curve: the share of (positive, negative) pairs in the right order, ties half (Mann-Whitney).
 * Counted in whole numbers, so exact up to the one division. NaN without a positive or without a negative.
 */
export function areaUnderRoc({ positives, negatives }: Ranking): number {
  const [p, n] = [positives.length, negatives.length];
  let twiceWins = 0;
  let below = 0;
  let notAbove = 0;
  for (let i = 0; i < p; i++) {
    const score = positives[i] as number;
    while (below < n && (negatives[below] as number) < score) below++;
    if (notAbove < below) notAbove = below;
    while (notAbove < n && (negatives[notAbove] as number) === score) notAbove++;
    twiceWins += below + notAbove;
  }
  return twiceWins / (2 * p * n);
}

/** Counts at every distinct score, from the highest down: rows with at least that score, by their truth. */
export interface ThresholdCounts {
  readonly thresholds: number[];
  readonly truePositives: number[];
  readonly falsePositives: number[];
}

/** Merges both sorted lists from their ends. */
export function countAtThresholds({ positives, negatives }: Ranking): ThresholdCounts {
  const counts: ThresholdCounts = { thresholds: [], truePositives: [], falsePositives: [] };
  let i = positives.length - 1;
  let j = negatives.length - 1;
  while (i >= 0 || j >= 0) {
    const threshold = Math.max(positives[i] ?? -Infinity, negatives[j] ?? -Infinity);
    while (i >= 0 && positives[i] === threshold) i--;
    while (j >= 0 && negatives[j] === threshold) j--;
    counts.thresholds.push(threshold);
    counts.truePositives.push(positives.length - 1 - i);
    counts.falsePositives.push(negatives.length - 1 - j);
  }
  return counts;
}
