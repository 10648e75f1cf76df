import { topLabelBins } from './calibration-bins';
import { defineMetric } from './define-metric';
import { readScoredLabels } from './input/read-scored-labels';
import { checkProbabilities } from './input/read-scores';
import { refuse } from './input/refuse';
import type { Label, LabelOptions } from './label';
import type { Scores } from './scores';

/** Options of `expectedCalibrationError`. */
export interface CalibrationErrorOptions extends LabelOptions {
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
    const where = 'expectedCalibrationError';
    const { bins = 15, labels } = options;
    if (!Number.isInteger(bins) || bins < 1) throw refuse(where, '"bins" must be a whole number of at least 1', bins, 'Leave it out for 15.');
    const data = readScoredLabels(where, truth, probabilities, labels);
    checkProbabilities(where, 'probabilities', data.table);
    const { confidence, right } = topLabelBins(data, bins);
    let gap = 0;
    for (let bin = 0; bin < bins; bin++) gap += Math.abs((confidence[bin] as number) - (right[bin] as number));
    return gap / data.truth.length;
  },
);
