import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { readSampleWeight, type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { formatValue, invalidArgument } from '@polyhead/core';

/** Options of `errorByBin`. */
export interface ErrorByBinOptions extends SampleWeightOptions {
  /**
   * Rising edges of the bins of the true value, in its unit; at least two. A row outside of them is counted nowhere.
   */
  edges: readonly number[];
}

const optionNames = { edges: true, ...sampleWeightNames } satisfies Record<keyof ErrorByBinOptions, true>;

/** Errors of the rows whose true value lies in one bin; the numbers are NaN where `count` is 0. */
export interface ErrorBin {
  /** Lower edge, in the bin. */
  readonly lower: number;
  /** Upper edge, not in the bin. */
  readonly upper: number;
  /** Number of rows, or sum of their weights. */
  readonly count: number;
  /** Mean of |error|, in the unit of the data. */
  readonly meanAbsoluteError: number;
  /** Mean of error = predicted - truth: the bias. */
  readonly meanError: number;
  /** Root of the mean squared error. */
  readonly rootMeanSquaredError: number;
}

/**
 * Errors by ranges of the true value, e.g. of age: shows where a network is weak, and which way it leans.
 *
 * @param truth - True numbers, one per row.
 * @param predicted - Predicted numbers, one per row.
 * @param options - Edges of the bins, weights of the rows.
 * @returns One entry per bin in order, empty ones included.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, a value is NaN, an option is unknown,
 *   or the edges do not rise.
 *
 * @example
 * ```ts
 * import { errorByBin } from '@polyhead/metrics';
 * const [children, adults] = errorByBin([4, 30, 35], [9, 31, 30], { edges: [0, 18, 120] });
 * ```
 */
export function errorByBin(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: ErrorByBinOptions,
): ErrorBin[] {
  const { edges, sampleWeight } = readOptions('errorByBin', options, optionNames, '{ edges: [0, 18, 65, 120] }');
  checkEdges(edges);
  const [t, p] = readNumberPair('errorByBin', truth, predicted);
  const weights = readSampleWeight('errorByBin', sampleWeight, t.length);
  const sums = edges.slice(1).map(() => ({ count: 0, absolute: 0, signed: 0, squared: 0 }));
  for (let row = 0; row < t.length; row++) {
    const sum = sums[binOf(t[row] as number, edges)];
    if (sum === undefined) continue;
    const error = (p[row] as number) - (t[row] as number);
    const weight = weights === undefined ? 1 : (weights[row] as number);
    sum.count += weight;
    sum.absolute += weight * Math.abs(error);
    sum.signed += weight * error;
    sum.squared += weight * (error * error);
  }
  return sums.map(({ count, absolute, signed, squared }, bin) => ({
    lower: edges[bin] as number,
    upper: edges[bin + 1] as number,
    count,
    meanAbsoluteError: absolute / count,
    meanError: signed / count,
    rootMeanSquaredError: Math.sqrt(squared / count),
  }));
}

function checkEdges(edges: readonly number[]): void {
  const rises =
    Array.isArray(edges) &&
    edges.length >= 2 &&
    edges.every((edge, i) => (i === 0 ? !Number.isNaN(edge) : edge > (edges[i - 1] as number)));
  if (!rises)
    throw invalidArgument(
      'errorByBin',
      '"edges" must be at least two rising numbers',
      Array.isArray(edges) ? `[${edges.join(', ')}]` : formatValue(edges),
      'Pass e.g. { edges: [0, 18, 65, 120] }.',
    );
}

/** Index of the bin with edges[i] <= value < edges[i + 1]; -1 or the number of bins outside of them. */
function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
