import { sumBins, topLabelConfidences, uniformEdges } from './calibration-bins';
import { defineMetric } from './define-metric';
import { checkCount } from './input/check-count';
import { readProbabilities } from './input/read-probabilities';
import { readOptions } from './input/read-options';
import type { Label, LabelOptions, Scores } from './columns';

/** Options of `expectedCalibrationError`. */
export interface CalibrationErrorOptions<Name extends string = string> extends LabelOptions<Name> {
  /** Number of bins of equal width over [0, 1]. Default: 15. */
  bins?: number;
}

/**
 * Mean gap between how sure a network is and how often it is right, over bins of confidence (Guo et al. 2017).
 * The confidence is the largest probability of the row; a bin is open below and closed above.
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and
 * `CalibrationErrorOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label, NaN, or rows that do not add up to 1.
 *
 * @example
 * ```ts
 * import { expectedCalibrationError } from '@polyhead/metrics';
 * expectedCalibrationError([0, 1], [[0.9, 0.1], [0.7, 0.3]]); // 0.4
 * ```
 */
export const expectedCalibrationError = /* @__PURE__ */ defineMetric(
  { title: 'expected calibration error', higherIsBetter: false, best: 0, range: [0, 1] },
  (truth: ArrayLike<Label>, probabilities: Scores, options: CalibrationErrorOptions = {}): number => {
    const { bins = 15, labels } = readOptions('expectedCalibrationError', options, '{ bins: 15 }');
    checkCount('expectedCalibrationError', 'bins', bins);
    const data = readProbabilities('expectedCalibrationError', truth, probabilities, labels);
    const { confidence, right } = sumBins(topLabelConfidences(data), uniformEdges(bins));
    let gap = 0;
    for (let bin = 0; bin < bins; bin++) gap += Math.abs((confidence[bin] as number) - (right[bin] as number));
    return gap / data.truth.length;
  },
);
