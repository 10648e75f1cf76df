import { defineMetric } from '../metric/define-metric';
import { BLOCK } from '../metric/error-statistics';
import { readProbabilities } from '../input/read-probabilities';
import { readOptions } from '../input/read-options';
import type { ScoredLabels } from '../input/read-scored-labels';
import { type Label, labelNames, type LabelOptions, type Scores } from '../input/columns';
import { weightedMean } from '../metric/weighted-mean';

/**
 * Mean negative logarithm of the probability given to the true class: cross-entropy (scikit-learn's `log_loss`).
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and `LabelOptions`;
 * returns a number of at least 0, in nats. Probabilities are kept the machine epsilon of their type (2.2e-16; 1.2e-7
 * in a Float32Array) away from 0 and 1, as in scikit-learn.
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, NaN, or rows that do not add up
 * to 1.
 *
 * @example
 * ```ts
 * import { logLoss } from '@polyhead/metrics';
 * logLoss([0, 1], [[0.9, 0.1], [0.2, 0.8]]); // 0.164...
 * ```
 */
export const logLoss = /* @__PURE__ */ defineMetric(
  { title: 'log loss', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: LabelOptions = {}): number => {
    const data = readRows(truth, probabilities, options);
    const getLoss = lossOfRow(data);
    const { rows } = data.table;
    let total = 0;
    for (let start = 0; start < rows; start += BLOCK) {
      let block = 0;
      for (let row = start; row < Math.min(start + BLOCK, rows); row++) block += getLoss(row);
      total += block;
    }
    return total / rows;
  },
  {
    weighted: (truth, probabilities, options) => {
      const data = readRows(truth, probabilities, options);
      const getLoss = lossOfRow(data);
      return weightedMean(Float64Array.from({ length: data.table.rows }, (_, row) => getLoss(row)));
    },
  },
);

function readRows(truth: ArrayLike<Label>, probabilities: Scores, options: LabelOptions = {}): ScoredLabels {
  return readProbabilities('logLoss', truth, probabilities, readOptions('logLoss', options, labelNames).labels);
}

function lossOfRow({ truth, table: { values, columns } }: ScoredLabels): (row: number) => number {
  const epsilon = values instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
  return (row) => {
    const label = truth[row] as number;
    const value = values[row * columns + (columns === 1 ? 0 : label)] as number;
    const probability = columns === 1 && label === 0 ? 1 - value : value;
    return -Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon));
  };
}
