import {
  binRows,
  classConfidences,
  quantileEdges,
  sumBins,
  topLabelConfidences,
  uniformEdges,
} from './calibration-bins';
import { checkCount, checkWord } from '../input/check-count';
import { readOptions } from '../input/read-options';
import { positiveIndex } from '../input/positive-index';
import { readProbabilities } from '../input/read-probabilities';
import { type Label, labelNames, type Scores, type WeightedLabelOptions } from '../input/columns';
import { readSampleWeight } from '../input/sample-weight';

/** Options of `reliabilityCurve`. */
export interface ReliabilityCurveOptions<Name extends string = string> extends WeightedLabelOptions<Name> {
  /** Number of bins. Default: 15, as in `expectedCalibrationError`. */
  bins?: number;
  /** Bins of equal width over [0, 1], or of about equal numbers of rows, not of weights. Default: `uniform`. */
  strategy?: 'uniform' | 'quantile';
  /**
   * A class, by name or index, whose probability is compared with its share. Default: the most likely class of each
   * row.
   */
  positive?: Name | number;
}

const optionNames = { bins: true, strategy: true, positive: true, ...labelNames } satisfies Record<
  keyof ReliabilityCurveOptions,
  true
>;

/** One bin of a reliability curve; `confidence` and `accuracy` are NaN where `count` is 0. */
export interface ReliabilityBin {
  /** Lower edge, not in the bin (but 0 is in the first). */
  readonly lower: number;
  /** Upper edge, in the bin. */
  readonly upper: number;
  /** Number of rows, or sum of their weights. */
  readonly count: number;
  /** Mean probability. */
  readonly confidence: number;
  /** Share of rows that are right (of the positive class, where one is given). */
  readonly accuracy: number;
}

/**
 * How often a network is right against how sure it is, bin by bin: the numbers of a reliability diagram.
 * With `positive` it is scikit-learn's `calibration_curve`, empty bins included.
 *
 * @param truth - Class indices or names, one per row.
 * @param probabilities - Shape [rows] for class 1, or [rows, classes].
 * @param options - Class names, bins, strategy, positive class, weights of the rows.
 * @returns The bins in ascending order.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, a label or option is unknown, a
 *   probability is NaN, or a row does not add up to 1.
 *
 * @example
 * ```ts
 * import { reliabilityCurve } from '@polyhead/metrics';
 * const bins = reliabilityCurve([0, 1, 1], [0.2, 0.6, 0.9], { bins: 5 });
 * bins.filter((bin) => bin.count > 0);
 * ```
 */
export function reliabilityCurve<const Name extends string = string>(
  truth: ArrayLike<Label>,
  probabilities: Scores,
  options: ReliabilityCurveOptions<Name> = {},
): ReliabilityBin[] {
  const where = 'reliabilityCurve';
  const {
    bins = 15,
    strategy = 'uniform',
    positive,
    labels,
    sampleWeight,
  } = readOptions(where, options, optionNames, '{ bins: 15 }');
  checkCount(where, 'bins', bins);
  checkWord(where, 'strategy', strategy, ['uniform', 'quantile']);
  const data = readProbabilities(where, truth, probabilities, labels);
  const index = positive === undefined ? undefined : positiveIndex(where, data.names, true, positive);
  const rows = index === undefined ? topLabelConfidences(data) : classConfidences(data, index);
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(rows.confidence, bins);
  const binRowsRow = binRows(rows, edges);
  const sums = sumBins(rows, binRowsRow, bins, readSampleWeight(where, sampleWeight, data.truth.length));
  return Array.from(sums.count, (count, bin) => ({
    lower: edges[bin] as number,
    upper: edges[bin + 1] as number,
    count,
    confidence: (sums.confidence[bin] as number) / count,
    accuracy: (sums.right[bin] as number) / count,
  }));
}
