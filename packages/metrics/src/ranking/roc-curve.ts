import type { CurveOptions } from './curve-options';
import { curveNames, readCurve } from './curve-options';
import type { Label, Scores } from '../input/columns';
import type { ThresholdCounts } from './score-ranking';

/** Options of `rocCurve`. */
export interface RocCurveOptions<Name extends string = string> extends CurveOptions<Name> {
  /** Leave out points on a straight line between their neighbors; the area stays the same. Default: true. */
  dropIntermediate?: boolean;
}

const optionNames = { dropIntermediate: true, ...curveNames } satisfies Record<keyof RocCurveOptions, true>;

/** Points of a ROC curve from (0, 0) to (1, 1); all arrays have the same length. */
export interface RocCurve {
  /** Share of the negatives at or above the threshold; NaN throughout without a negative. */
  readonly falsePositiveRate: number[];
  /** Share of the positives at or above the threshold; NaN throughout without a positive. */
  readonly truePositiveRate: number[];
  /** Scores from the highest down; the first is Infinity. */
  readonly thresholds: number[];
}

/**
 * True against false positive rate at every threshold (scikit-learn's `roc_curve`).
 *
 * @param truth - Class indices or names, one per row.
 * @param scores - Shape [rows] for the positive class, or [rows, classes].
 * @param options - Class names, positive class, weights of the rows, and if intermediate points are dropped.
 * @returns Rates at each threshold, from the highest threshold down.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, a label or option is unknown, or a
 *   score is NaN.
 *
 * @example
 * ```ts
 * import { rocCurve } from '@polyhead/metrics';
 * const { falsePositiveRate, truePositiveRate } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * ```
 */
export function rocCurve<const Name extends string = string>(
  truth: ArrayLike<Label>,
  scores: Scores,
  options: RocCurveOptions<Name> = {},
): RocCurve {
  const counts = readCurve('rocCurve', truth, scores, options, optionNames);
  const kept = options.dropIntermediate === false ? counts.thresholds.map((_, i) => i) : corners(counts);
  return {
    falsePositiveRate: dropCollinear(0, kept, rates(counts.falsePositives)),
    truePositiveRate: dropCollinear(0, kept, rates(counts.truePositives)),
    thresholds: dropCollinear(Infinity, kept, counts.thresholds),
  };
}

function rates(counts: Float64Array): Float64Array {
  const total = counts.at(-1) as number;
  return counts.map((count) => count / total);
}

/** NaN rates have a NaN start, as in scikit-learn. */
function dropCollinear(start: number, kept: ArrayLike<number>, values: Float64Array): number[] {
  const points = new Array<number>(kept.length + 1);
  points[0] = Number.isNaN(values[0]) ? NaN : start;
  for (let i = 0; i < kept.length; i++) points[i + 1] = values[kept[i] as number] as number;
  return points;
}

/** Indices of the first and last point, and of those where a step differs from the next one. */
function corners({ truePositives: up, falsePositives: right }: ThresholdCounts): Float64Array {
  const kept = new Float64Array(up.length);
  const last = up.length - 1;
  let count = 0;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && i < last && secondStep(up, i) === 0 && secondStep(right, i) === 0) continue;
    kept[count++] = i;
  }
  return kept.subarray(0, count);
}

/** Difference between the steps after and before a point. */
function secondStep(counts: Float64Array, i: number): number {
  return (counts[i + 1] as number) - 2 * (counts[i] as number) + (counts[i - 1] as number);
}
