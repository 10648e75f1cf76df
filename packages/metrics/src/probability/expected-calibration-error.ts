import { sum } from '../classification/class-counts';
import { checkCount } from '../input/check-count';
import { type Label, labelNames, type Scores, type WeightedLabelOptions } from '../input/columns';
import { readOptions } from '../input/read-options';
import { readProbabilities } from '../input/read-probabilities';
import { defineRowMetric } from '../metric/define-row-metric';
import type { RowEvaluator } from '../metric/weighted-form';
import { binRows, type Confidences, sumBins, topLabelConfidences, uniformEdges } from './calibration-bins';

/** Options of `expectedCalibrationError`. */
export interface CalibrationErrorOptions<Name extends string = string> extends WeightedLabelOptions<Name> {
  /** Number of bins of equal width over [0, 1]. Default: 15. */
  bins?: number;
}

const optionNames = { bins: true, ...labelNames } satisfies Record<keyof CalibrationErrorOptions, true>;

/**
 * Mean gap between how sure a network is and how often it is right, over bins of confidence (Guo et al. 2017).
 * The confidence is the largest probability of the row; a bin is open below and closed above.
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and
 * `CalibrationErrorOptions`; returns a number in [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a label or option is
 * unknown, a probability is NaN, or a row does not add up to 1.
 *
 * @example
 * ```ts
 * import { expectedCalibrationError } from '@polyhead/metrics';
 * expectedCalibrationError([0, 1], [[0.9, 0.1], [0.7, 0.3]]); // 0.4
 * ```
 */
export const expectedCalibrationError = /* @__PURE__ */ defineRowMetric(
  'expectedCalibrationError',
  { title: 'expected calibration error', higherIsBetter: false, best: 0, range: [0, 1] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: CalibrationErrorOptions = {}) => {
    const { bins = 15, labels } = readOptions('expectedCalibrationError', options, optionNames, '{ bins: 15 }');
    checkCount('expectedCalibrationError', 'bins', bins);
    const data = readProbabilities('expectedCalibrationError', truth, probabilities, labels);
    return evaluateGap(topLabelConfidences(data), uniformEdges(bins));
  },
);

function evaluateGap(rows: Confidences, edges: Float64Array): RowEvaluator {
  const binOfRow = binRows(rows, edges);
  const gapsOf = (weights?: Float64Array): { gaps: Float64Array; total: number } => {
    const { count, confidence, right } = sumBins(rows, binOfRow, edges.length - 1, weights);
    return { gaps: confidence.map((sum, bin) => sum - (right[bin] as number)), total: sum(count) };
  };
  const evaluate = (weights?: Float64Array): number => {
    const { gaps, total } = gapsOf(weights);
    return sumOfAbsolute(gaps) / total;
  };
  const leaveOneOut = (): Float64Array => {
    const { gaps, total } = gapsOf();
    const all = sumOfAbsolute(gaps);
    return rows.confidence.map((confidence, row) => {
      const gap = gaps[binOfRow[row] as number] as number;
      const without = gap - (confidence - (rows.right[row] as number));
      return (all - Math.abs(gap) + Math.abs(without)) / (total - 1);
    });
  };
  return Object.assign(evaluate, { leaveOneOut });
}

function sumOfAbsolute(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += Math.abs(value);
  return total;
}
