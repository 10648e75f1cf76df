import type { CurveOptions } from './curve-options';
import { curveNames, readCurve } from './curve-options';
import type { Label, Scores } from '../input/columns';

export type { CurveOptions };

/** Points of a precision-recall curve; `precision` and `recall` are one longer than `thresholds`. */
export interface PrecisionRecallCurve {
  /** Share of the rows at or above the threshold that are positive; the last is 1. */
  readonly precision: number[];
  /** Share of the positives at or above the threshold, falling; the last is 0. 1 throughout without a positive. */
  readonly recall: number[];
  /** The distinct scores, ascending. */
  readonly thresholds: number[];
}

/**
 * Precision against recall at every threshold (scikit-learn's `precision_recall_curve`).
 *
 * @param truth - Class indices or names, one per row.
 * @param scores - Shape [rows] for the positive class, or [rows, classes].
 * @param options - Class names, positive class, weights of the rows.
 * @returns Precision and recall at each threshold, from the lowest threshold up.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, a label or option is unknown, or a
 *   score is NaN.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from '@polyhead/metrics';
 * const { precision, recall } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * ```
 */
export function precisionRecallCurve<const Name extends string = string>(
  truth: ArrayLike<Label>,
  scores: Scores,
  options: CurveOptions<Name> = {},
): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives } = readCurve(
    'precisionRecallCurve',
    truth,
    scores,
    options,
    curveNames,
  );
  const points = thresholds.length;
  const positives = truePositives.at(-1) as number;
  const precision = new Array<number>(points + 1);
  const recall = new Array<number>(points + 1);
  for (let i = 0; i < points; i++) {
    const hits = truePositives[i] as number;
    precision[points - 1 - i] = hits / (hits + (falsePositives[i] as number));
    recall[points - 1 - i] = positives === 0 ? 1 : hits / positives;
  }
  precision[points] = 1;
  recall[points] = 0;
  return { precision, recall, thresholds: Array.from(thresholds.reverse()) };
}
