import type { ScoredLabels } from '../input/read-scored-labels';

/** Scores of the rows of the positive class and of all others, each sorted ascending. */
interface Ranking {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Splits rows by whether their truth is `positive`, and takes the scores of that class. */
function rankOneVersusRest({ truth, table }: ScoredLabels, positive: number): Ranking {
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
function rankOneVersusOne({ truth, table }: ScoredLabels, positive: number, other: number): Ranking {
  const scoresOf = (label: number): Float64Array => {
    const scores: number[] = [];
    for (let row = 0; row < truth.length; row++) {
      if (truth[row] === label) scores.push(table.values[row * table.columns + positive] as number);
    }
    return Float64Array.from(scores).sort();
  };
  return { positives: scoresOf(positive), negatives: scoresOf(other) };
}

/** Weights of the rows with at least each distinct score, from the highest score down. */
export interface ThresholdCounts {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/**
 * Counts the rows at every distinct score of a class, against one other class or against all others. Sorting the scores
 * alone and merging both lists from their ends is several times as fast as ranking the rows.
 */
export function countAtThresholds(data: ScoredLabels, positive: number, other?: number): ThresholdCounts {
  const { positives, negatives } =
    other === undefined ? rankOneVersusRest(data, positive) : rankOneVersusOne(data, positive, other);
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

/**
 * Area under the ROC curve: the share of (positive, negative) pairs in the right order, ties half (Mann-Whitney).
 * Without weights it is counted in whole numbers, so exact up to the one division. NaN without a positive or a
 * negative.
 */
export function areaUnderRoc({ truePositives, falsePositives }: ThresholdCounts): number {
  const positives = truePositives.at(-1) ?? 0;
  const negatives = falsePositives.at(-1) ?? 0;
  let twiceWins = 0;
  let hits = 0;
  let misses = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const [nextHits, nextMisses] = [truePositives[i] as number, falsePositives[i] as number];
    twiceWins += (nextHits - hits) * (2 * negatives - misses - nextMisses);
    hits = nextHits;
    misses = nextMisses;
  }
  return twiceWins / (2 * positives * negatives);
}

/** Area below the steps of one class, and the weight of its rows. */
export interface Steps {
  readonly area: number;
  readonly positives: number;
}

/** Area under the precision-recall curve, without interpolation; 0 without a positive. */
export function areaOfSteps({ truePositives, falsePositives }: ThresholdCounts): Steps {
  let area = 0;
  let before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i] as number;
    if (hits > before) area += ((hits - before) * hits) / (hits + (falsePositives[i] as number));
    before = hits;
  }
  return { area: before === 0 ? 0 : area / before, positives: before };
}
