import { type Label, labelNames, type Scores, type WeightedLabelOptions } from '../input/columns';
import { readOptions } from '../input/read-options';
import { readProbabilities } from '../input/read-probabilities';
import type { ScoredLabels } from '../input/read-scored-labels';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMean, rowValues } from '../metric/evaluate-mean';

/**
 * Mean squared distance between probabilities and truth (scikit-learn's `brier_score_loss`; Brier 1950).
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and
 * `WeightedLabelOptions`; returns a number in [0, 1] for two classes (that of one of them), in [0, 2] for more (summed
 * over classes). Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a
 * label or option is unknown, a probability is NaN, or a row does not add up to 1.
 *
 * @example
 * ```ts
 * import { brierScore } from '@polyhead/metrics';
 * brierScore([0, 1], [0.1, 0.8]); // 0.025
 * ```
 */
export const brierScore = /* @__PURE__ */ defineRowMetric(
  'brierScore',
  { title: 'Brier score', higherIsBetter: false, best: 0, range: [0, 2] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: WeightedLabelOptions = {}) => {
    const { labels } = readOptions('brierScore', options, labelNames);
    const data = readProbabilities('brierScore', truth, probabilities, labels);
    const { rows, columns } = data.table;
    return evaluateMean(rowValues(rows, squaredDistance(data)), (mean) => mean / (columns === 2 ? 2 : 1));
  },
);

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
