import * as metrics from '@polyhead/metrics';
import fc from 'fast-check';

type RowMetric = metrics.Metric<
  (truth: number[], guesses: number[], options?: { sampleWeight?: ArrayLike<number> }) => number
>;

const labels = ['a', 'b', 'c'];
const two = ['a', 'b'];

/** Every metric that returns one number, with options and with data that fit: classes (or numbers) and columns. */
export const metricCases: [name: string, options: Record<string, unknown>, values: number, columns: number][] = [
  ['accuracy', { labels }, 3, 1],
  ['meanAbsoluteError', {}, 80, 1],
  ['balancedAccuracy', {}, 3, 1],
  ['balancedAccuracy', { labels, adjusted: true }, 3, 1],
  ['brierScore', { labels: two }, 2, 1],
  ['brierScore', { labels: two }, 2, 2],
  ['brierScore', {}, 3, 3],
  ['cohenKappa', {}, 3, 1],
  ['cohenKappa', { weights: 'quadratic' }, 5, 1],
  ['cohenKappa', { labels, weights: 'linear' }, 3, 1],
  ['cumulativeScore', { within: 10 }, 80, 1],
  ['expectedCalibrationError', { labels: two }, 2, 1],
  ['expectedCalibrationError', { bins: 4 }, 3, 3],
  ['f1Score', { average: 'macro' }, 3, 1],
  ['f1Score', { average: 'macro', labels, zeroDivision: NaN }, 3, 1],
  ['f1Score', { average: 'weighted' }, 3, 1],
  ['f1Score', {}, 2, 1],
  ['logLoss', {}, 2, 1],
  ['logLoss', { labels }, 3, 3],
  ['matthewsCorrelation', {}, 3, 1],
  ['meanError', {}, 80, 1],
  ['meanSquaredError', {}, 80, 1],
  ['medianAbsoluteError', {}, 80, 1],
  ['precision', { average: 'micro' }, 3, 1],
  ['precision', { labels: two, positive: 'a', zeroDivision: 1 }, 2, 1],
  ['r2Score', {}, 3, 1],
  ['r2Score', {}, 80, 1],
  ['recall', { average: 'macro', zeroDivision: NaN }, 3, 1],
  ['rootMeanSquaredError', {}, 80, 1],
  ['topKAccuracy', {}, 3, 3],
  ['rocAuc', { labels: two }, 2, 1],
  ['rocAuc', { labels }, 3, 3],
  ['rocAuc', { labels, average: 'weighted' }, 3, 3],
  ['rocAuc', { labels, multiClass: 'one-vs-one' }, 3, 3],
  ['rocAuc', { labels, multiClass: 'one-vs-one', average: 'weighted' }, 3, 3],
  ['rocAuc', { labels, positive: 'b' }, 3, 3],
  ['averagePrecision', { labels: two }, 2, 1],
  ['averagePrecision', { labels }, 3, 3],
  ['averagePrecision', { labels, average: 'weighted' }, 3, 3],
];

/** The metric of this name. */
export function metricOf(name: string): RowMetric {
  return (metrics as unknown as Record<string, RowMetric>)[name] as RowMetric;
}

/**
 * Rows of truth, guesses (probabilities if there are several columns) and weights, of which one at least is above 0.
 */
export function drawRows(values: number, columns: number): fc.Arbitrary<[number, number[], number][]> {
  const guess = fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: columns, maxLength: columns })
    .map((parts) =>
      columns === 1 ? [(parts[0] ?? 0) % values] : parts.map((part) => part / parts.reduce((a, b) => a + b, 0)),
    );
  return fc
    .array(fc.tuple(fc.nat(values - 1), guess, fc.nat(3)), { minLength: 1, maxLength: 25 })
    .filter((rows) => rows.some(([, , weight]) => weight > 0));
}
