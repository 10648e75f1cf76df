import { countPairs, sum } from './class-counts';
import { formatConfusion } from './format-confusion';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument } from '@polyhead/core';
import { type Label, labelNames, type WeightedLabelOptions } from '../input/columns';
import { readSampleWeight } from '../input/sample-weight';

/** Divisor of the counts: the total of the true class (row), of the predicted class (column), or of all rows. */
export type Normalization = 'true' | 'pred' | 'all';

/** Counts of every pair of true and predicted class; with `sampleWeight`, sums of weights. */
export interface ConfusionMatrix<Name extends string = string> {
  /** Names of the classes, in the order of rows and columns. */
  readonly labels: readonly Name[];
  /** Shape [classes][classes]: `counts[i][j]` rows of class i were predicted as class j. */
  readonly counts: readonly (readonly number[])[];
  /** Number of rows counted. */
  readonly total: number;
  /** Number of rows of class `truth` that were predicted as class `predicted`, by name. */
  count(truth: Name, predicted: Name): number;
  /** Shares instead of counts, same shape; NaN throughout a row ('true') or column ('pred') without any count. */
  normalized(by: Normalization): number[][];
  /** The counts as an aligned table, row = truth. */
  toString(): string;
}

/**
 * Counts how often each true class was predicted as each class: scikit-learn's `confusion_matrix`.
 * One thing differs: a share of nothing is NaN, not 0, so that an absent class is not mistaken for a failed one.
 *
 * @param truth - Class indices or names, one per row.
 * @param predicted - Predicted class indices or names, one per row.
 * @param options - Class names, weights of the rows.
 * @returns Counts with row = truth, and methods for shares and text.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, or a label or option is unknown.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from '@polyhead/metrics';
 * const matrix = confusionMatrix([0, 0, 1], [0, 1, 1], { labels: ['female', 'male'] });
 * matrix.count('female', 'male'); // 1
 * matrix.normalized('true'); // [[0.5, 0.5], [0, 1]]
 * ```
 */
export function confusionMatrix<const Name extends string = string>(
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: WeightedLabelOptions<Name> = {},
): ConfusionMatrix<Name> {
  const { labels: given, sampleWeight } = readOptions('confusionMatrix', options, labelNames);
  const pair = readLabelPair('confusionMatrix', truth, predicted, given);
  const { names, counts: flat } = countPairs(
    pair,
    readSampleWeight('confusionMatrix', sampleWeight, pair.truth.length),
  );
  const labels = [...names] as Name[];
  const counts = labels.map((_, i) => Array.from(flat.subarray(i * labels.length, (i + 1) * labels.length)));
  const methods = {
    count: (t: Name, p: Name): number => (counts[indexOf(labels, t)] as number[])[indexOf(labels, p)] as number,
    normalized: (by: Normalization): number[][] => normalize(counts, by),
    toString: (): string => formatConfusion(labels, counts),
  };
  const data = { labels, counts, total: sampleWeight === undefined ? pair.truth.length : sum(flat) };
  // Methods are not enumerable, so that the matrix can be cloned, compared and written as JSON like plain data.
  const hidden = Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, { value }]));
  return Object.defineProperties(data, hidden) as typeof data & typeof methods;
}

function normalize(counts: readonly (readonly number[])[], by: Normalization): number[][] {
  const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const rows = counts.map(total);
  const columns = counts.map((_, j) => total(counts.map((row) => row[j] as number)));
  const divisor = {
    true: (i: number): number => rows[i] as number,
    pred: (_: number, j: number): number => columns[j] as number,
    all: (): number => total(rows),
  }[by];
  if (divisor === undefined)
    throw invalidArgument(
      'confusionMatrix.normalized',
      `the argument must be 'true', 'pred' or 'all'`,
      formatValue(by),
      'Correct the word.',
    );
  return counts.map((row, i) => row.map((count, j) => count / divisor(i, j)));
}

function indexOf(labels: readonly string[], name: string): number {
  const index = labels.indexOf(name);
  if (index < 0)
    throw invalidArgument(
      'confusionMatrix.count',
      `the class must be one of ${labels.map((l) => JSON.stringify(l)).join(', ')}`,
      formatValue(name),
      'Correct the name.',
    );
  return index;
}
