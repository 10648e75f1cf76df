import { defineMetric } from '../metric/define-metric';
import { BLOCK } from '../metric/error-statistics';
import { readProbabilities } from '../input/read-probabilities';
import { readOptions } from '../input/read-options';
import type { ScoredLabels } from '../input/read-scored-labels';
import { type Label, labelNames, type LabelOptions, type Scores } from '../input/columns';
import { weightedMean } from '../metric/weighted-mean';

/**
 * Mean squared distance between probabilities and truth (scikit-learn's `brier_score_loss`; Brier 1950).
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and `LabelOptions`;
 * returns a number in [0, 1] for two classes (that of one of them), in [0, 2] for more (summed over classes).
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, NaN, or rows that do not add up
 * to 1.
 *
 * @example
 * ```ts
 * import { brierScore } from '@polyhead/metrics';
 * brierScore([0, 1], [0.1, 0.8]); // 0.025
 * ```
 */
export const brierScore = /* @__PURE__ */ defineMetric(
  { title: 'Brier score', higherIsBetter: false, best: 0, range: [0, 2] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: LabelOptions = {}): number => {
    const data = readRows(truth, probabilities, options);
    const { rows, columns } = data.table;
    const distanceOf = squaredDistance(data);
    let total = 0;
    for (let start = 0; start < rows; start += BLOCK) {
      let block = 0;
      for (let row = start; row < Math.min(start + BLOCK, rows); row++) block += distanceOf(row);
      total += block;
    }
    return total / rows / (columns === 2 ? 2 : 1);
  },
  {
    weighted: (truth, probabilities, options) => {
      const data = readRows(truth, probabilities, options);
      const { rows, columns } = data.table;
      const distanceOf = squaredDistance(data);
      return weightedMean(
        Float64Array.from({ length: rows }, (_, row) => distanceOf(row)),
        (mean) => mean / (columns === 2 ? 2 : 1),
      );
    },
  },
);

function readRows(truth: ArrayLike<Label>, probabilities: Scores, options: LabelOptions = {}): ScoredLabels {
  return readProbabilities('brierScore', truth, probabilities, readOptions('brierScore', options, labelNames).labels);
}

function squaredDistance({ truth, table: { values, columns } }: ScoredLabels): (row: number) => number {
  return (row) => {
    const label = truth[row] as number;
    let distance = 0;
    for (let c = 0; c < columns; c++) {
      const target = columns === 1 ? label : label === c ? 1 : 0;
      distance += ((values[row * columns + c] as number) - target) ** 2;
    }
    return distance;
  };
}
