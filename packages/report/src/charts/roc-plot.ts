import { assertArray } from '@polyhead/core';
import type { FigureSpec } from './figure-spec';
import { thresholdPlot, type ThresholdPlotOptions } from './threshold-plot';

/** ROC curve of one class against all others. */
export interface LabeledRocCurve {
  /** Share of the negatives at or above each threshold, [thresholds]. */
  readonly falsePositiveRate: ArrayLike<number>;
  /** Share of the positives at or above each threshold, [thresholds]. */
  readonly truePositiveRate: ArrayLike<number>;
  /** Name of the class. */
  readonly label: string;
  /** Area under the curve, for the legend. Default none. */
  readonly area?: number;
}

/**
 * Draws the ROC curves of classes, each against all others (`rocCurve` of `@polyhead/metrics`), with the diagonal of
 * guessing.
 *
 * @param curves - One curve per class, with its label and, if known, its area; at least one.
 * @param options - Points per curve, order of the labels for their colors, title and size. Default: 100 points, the
 * order of the curves.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is no curve, the rates of one differ in length, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { rocCurve } from '@polyhead/metrics';
 * import { rocPlot } from '@polyhead/report';
 * const figure = rocPlot([{ label: 'cat', area: 0.75, ...rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) }]);
 * ```
 */
export function rocPlot(curves: readonly LabeledRocCurve[], options: ThresholdPlotOptions = {}): FigureSpec {
  assertArray('rocPlot', curves, {
    what: 'a list of curves',
    requiredKeys: ['label', 'falsePositiveRate', 'truePositiveRate'],
    example: "[{ label: 'female', ...rocCurve(truth, scores) }]",
  });
  const words = {
    where: 'rocPlot',
    across: 'false positive rate',
    up: 'true positive rate',
    area: 'Area under the ROC curve (1 is perfect, 0.5 is guessing)',
    diagonal: true,
  };
  return thresholdPlot(
    curves.map(({ label, area, falsePositiveRate, truePositiveRate }) => ({
      label,
      area,
      x: falsePositiveRate,
      y: truePositiveRate,
    })),
    options,
    words,
  );
}
