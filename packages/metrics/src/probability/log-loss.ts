import { type Label, labelNames, type Scores, type WeightedLabelOptions } from '../input/columns';
import { readOptions } from '../input/read-options';
import { readProbabilities } from '../input/read-probabilities';
import type { ScoredLabels } from '../input/read-scored-labels';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMean, rowValues } from '../metric/evaluate-mean';

/**
 * Mean negative logarithm of the probability given to the true class: cross-entropy (scikit-learn's `log_loss`).
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and
 * `WeightedLabelOptions`; returns a number of at least 0, in nats. Probabilities are kept the machine epsilon of their
 * type (2.2e-16; 1.2e-7 in a Float32Array) away from 0 and 1, as in scikit-learn.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a label or option is
 * unknown, a probability is NaN, or a row does not add up to 1.
 *
 * @example
 * ```ts
 * import { logLoss } from '@polyhead/metrics';
 * logLoss([0, 1], [[0.9, 0.1], [0.2, 0.8]]); // 0.164...
 * ```
 */
export const logLoss = /* @__PURE__ */ defineRowMetric(
  'logLoss',
  { title: 'log loss', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: WeightedLabelOptions = {}) => {
    const { labels } = readOptions('logLoss', options, labelNames);
    const data = readProbabilities('logLoss', truth, probabilities, labels);
    return evaluateMean(rowValues(data.table.rows, lossOfRow(data)));
  },
);

function lossOfRow({ truth, table: { values, columns } }: ScoredLabels): (row: number) => number {
  const epsilon = values instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
  return (row) => {
    const label = truth[row] as number;
    const value = values[row * columns + (columns === 1 ? 0 : label)] as number;
    const probability = columns === 1 && label === 0 ? 1 - value : value;
    return -Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon));
  };
}
