import type { ScoredLabels } from '../input/read-scored-labels';

/** Scores of the rows of the positive class and of all others, each sorted ascending. */
export interface Ranking {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Splits rows by whether their truth is `positive`, taking the scores of that class; sorted ascending. */
export function rankOneVersusRest({ truth, table }: ScoredLabels, positive: number): Ranking {
  const { values, columns } = table;
  const column = columns === 1 ? 0 : positive;
  let count = 0;
  for (let row = 0; row < truth.length; row++) count += truth[row] === positive ? 1 : 0;
  const positives = new Float64Array(count);
  const negatives = new Float64Array(truth.length - count);
  let i = 0;
  let j = 0;
  for (let row = 0, at = column; row < truth.length; row++, at += columns) {
    // Written to both, kept in one: a jump that depends on the data would cost more. Beyond the end nothing is written.
    const score = values[at] as number;
    const isPositive = truth[row] === positive ? 1 : 0;
    positives[i] = score;
    negatives[j] = score;
    i += isPositive;
    j += 1 - isPositive;
  }
  return { positives: positives.sort(), negatives: negatives.sort() };
}

/** As `rankOneVersusRest`, but among the rows of two classes only. */
export function rankOneVersusOne({ truth, table }: ScoredLabels, positive: number, other: number): Ranking {
  const scoresOf = (label: number): Float64Array => {
    const scores: number[] = [];
    for (let row = 0; row < truth.length; row++) {
      if (truth[row] === label) scores.push(table.values[row * table.columns + positive] as number);
    }
    return Float64Array.from(scores).sort();
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
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/** Merges both sorted lists from their ends. */
export function countAtThresholds({ positives, negatives }: Ranking): ThresholdCounts {
  const rows = positives.length + negatives.length;
  const thresholds = new Float64Array(rows);
  const truePositives = new Float64Array(rows);
  const falsePositives = new Float64Array(rows);
  let i = positives.length - 1;
  let j = negatives.length - 1;
  let points = 0;
  while (i >= 0 || j >= 0) {
    const threshold = Math.max(
      i >= 0 ? (positives[i] as number) : -Infinity,
      j >= 0 ? (negatives[j] as number) : -Infinity,
    );
    while (i >= 0 && positives[i] === threshold) i--;
    while (j >= 0 && negatives[j] === threshold) j--;
    thresholds[points] = threshold;
    truePositives[points] = positives.length - 1 - i;
    falsePositives[points] = negatives.length - 1 - j;
    points++;
  }
  return {
    thresholds: thresholds.subarray(0, points),
    truePositives: truePositives.subarray(0, points),
    falsePositives: falsePositives.subarray(0, points),
  };
}
