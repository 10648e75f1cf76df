import { assertArray } from '@polyhead/core';
import type { FigureSpec } from './figure-spec';
import { thresholdPlot, type ThresholdPlotOptions } from './threshold-plot';

/** Precision-recall curve of one class against all others. */
export interface LabeledPrecisionRecallCurve {
  /** Share of the rows at or above each threshold that are positive, [thresholds]. */
  readonly precision: ArrayLike<number>;
  /** Share of the positives at or above each threshold, [thresholds]. */
  readonly recall: ArrayLike<number>;
  /** Name of the class. */
  readonly label: string;
  /** Average precision, for the legend. Default none. */
  readonly area?: number;
}

/**
 * Draws the precision-recall curves of classes, each against all others (`precisionRecallCurve` of
 * `@polyhead/metrics`).
 *
 * @param curves - One curve per class, with its label and, if known, its area; at least one.
 * @param options - Points per curve, order of the labels for their colors, title and size. Default: 100 points, the
 * order of the curves.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is no curve, the precision and recall of one differ in length, or
 * an option is unknown.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from '@polyhead/metrics';
 * import { precisionRecallPlot } from '@polyhead/report';
 * const figure = precisionRecallPlot([{ label: 'cat', ...precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) }]);
 * ```
 */
export function precisionRecallPlot(
  curves: readonly LabeledPrecisionRecallCurve[],
  options: ThresholdPlotOptions = {},
): FigureSpec {
  assertArray('precisionRecallPlot', curves, {
    what: 'a list of curves',
    requiredKeys: ['label', 'precision', 'recall'],
    example: "[{ label: 'female', ...precisionRecallCurve(truth, scores) }]",
  });
  const words = {
    where: 'precisionRecallPlot',
    across: 'recall',
    up: 'precision',
    area: 'Average precision, the area under the curve (1 is perfect)',
    diagonal: false,
  };
  return thresholdPlot(
    curves.map(({ label, area, precision, recall }) => ({ label, area, x: recall, y: precision })),
    options,
    words,
  );
}
