import { binOf, type Confidences, sumBins, topLabelConfidences, uniformEdges } from './calibration-bins';
import { defineMetric } from '../metric/define-metric';
import { checkCount } from '../input/check-count';
import { readProbabilities } from '../input/read-probabilities';
import { readOptions } from '../input/read-options';
import type { Label, LabelOptions, Scores } from '../input/columns';
import type { WeightedEvaluator } from '../metric/weighted-form';

/** Options of `expectedCalibrationError`. */
export interface CalibrationErrorOptions<Name extends string = string> extends LabelOptions<Name> {
  /** Number of bins of equal width over [0, 1]. Default: 15. */
  bins?: number;
}

const optionNames = { labels: true, bins: true } satisfies Record<keyof CalibrationErrorOptions, true>;

/**
 * Mean gap between how sure a network is and how often it is right, over bins of confidence (Guo et al. 2017).
 * The confidence is the largest probability of the row; a bin is open below and closed above.
 *
 * Takes true class indices or names, probabilities (shape [rows] for class 1, or [rows, classes]) and
 * `CalibrationErrorOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, NaN, or rows that do not add up
 * to 1.
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
    const { confidences, edges } = readConfidences(truth, probabilities, options);
    const { confidence, right } = sumBins(confidences, edges);
    return sumOfAbsolute(confidence.map((sum, bin) => sum - (right[bin] as number))) / confidences.right.length;
  },
  {
    weighted: (truth, probabilities, options) => {
      const { confidences, edges } = readConfidences(truth, probabilities, options);
      const binOfRow = Uint32Array.from(confidences.confidence, (value) => binOf(value, edges));
      return weightedGap(
        confidences.confidence.map((value, row) => value - (confidences.right[row] as number)),
        binOfRow,
        edges.length - 1,
      );
    },
  },
);

function readConfidences(
  truth: ArrayLike<Label>,
  probabilities: Scores,
  options: CalibrationErrorOptions = {},
): { confidences: Confidences; edges: Float64Array } {
  const { bins = 15, labels } = readOptions('expectedCalibrationError', options, optionNames, '{ bins: 15 }');
  checkCount('expectedCalibrationError', 'bins', bins);
  return {
    confidences: topLabelConfidences(readProbabilities('expectedCalibrationError', truth, probabilities, labels)),
    edges: uniformEdges(bins),
  };
}

/** From how much surer than right each row is, and its bin. */
function weightedGap(gaps: Float64Array, binOfRow: Uint32Array, bins: number): WeightedEvaluator {
  const sumBinsOf = (weights: Uint32Array | undefined): { sums: Float64Array; rows: number } => {
    const sums = new Float64Array(bins);
    let rows = 0;
    for (let row = 0; row < gaps.length; row++) {
      const weight = weights === undefined ? 1 : (weights[row] as number);
      const bin = binOfRow[row] as number;
      sums[bin] = (sums[bin] as number) + weight * (gaps[row] as number);
      rows += weight;
    }
    return { sums, rows };
  };
  const valueOf = (weights: Uint32Array): number => {
    const { sums, rows } = sumBinsOf(weights);
    return sumOfAbsolute(sums) / rows;
  };
  const leaveOneOut = (): Float64Array => {
    const { sums, rows } = sumBinsOf(undefined);
    const total = sumOfAbsolute(sums);
    return gaps.map((gap, row) => {
      const sum = sums[binOfRow[row] as number] as number;
      return (total - Math.abs(sum) + Math.abs(sum - gap)) / (rows - 1);
    });
  };
  return Object.assign(valueOf, { leaveOneOut });
}

function sumOfAbsolute(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += Math.abs(value);
  return total;
}
