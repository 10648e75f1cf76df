import type { CurveOptions } from './curve-options';
import { readCurve } from './curve-options';
import type { Label, Scores } from './columns';
import type { ThresholdCounts } from './score-ranking';

/** Options of `rocCurve`. */
export interface RocCurveOptions<Name extends string = string> extends CurveOptions<Name> {
  /** Leave out points on a straight line between their neighbours; the area stays the same. Default: true. */
  dropIntermediate?: boolean;
}

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
 * @param options - Class names, positive class, whether to keep every point.
 * @throws RangeError on no rows, lengths that do not fit, an unknown label, or NaN.
 *
 * @example
 * ```ts
 * import { rocCurve } from '@polyhead/metrics';
 * const { falsePositiveRate, truePositiveRate } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * ```
 */
export function rocCurve<const Name extends string = string>(truth: ArrayLike<Label>, scores: Scores, options: RocCurveOptions<Name> = {}): RocCurve {
  const counts = readCurve('rocCurve', truth, scores, options);
  const kept = options.dropIntermediate === false ? counts.thresholds.map((_, i) => i) : corners(counts);
  const rate = (values: readonly number[]): number[] => [0, ...kept.map((i) => values[i] as number)].map((count) => count / (values.at(-1) as number));
  return {
    falsePositiveRate: rate(counts.falsePositives),
    truePositiveRate: rate(counts.truePositives),
    thresholds: [Infinity, ...kept.map((i) => counts.thresholds[i] as number)],
  };
}

/** Indices of the first and last point, and of those where a step differs from the next one. */
function corners({ truePositives, falsePositives }: ThresholdCounts): number[] {
  const bends = (values: readonly number[], i: number): boolean =>
    (values[i + 1] as number) - (values[i] as number) !== (values[i] as number) - (values[i - 1] as number);
  const last = truePositives.length - 1;
  return truePositives.flatMap((_, i) => (i === 0 || i === last || bends(truePositives, i) || bends(falsePositives, i) ? [i] : []));
}
