import { assertArray, invalidArgument } from '@polyhead/core';
import type { ReliabilityBin } from '@polyhead/metrics';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber, formatPercent } from '../analysis/format-number';
import { palette, categoryColor } from './palette';

/** Options of {@link reliabilityDiagram}. */
export interface ReliabilityDiagramOptions extends FigureOptions {
  /** Place in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { series: true, ...figureNames } satisfies Record<keyof ReliabilityDiagramOptions, true>;

/** What the diagram needs of a bin: rows, mean confidence and share of right answers. */
export type ReliabilityPoint = Pick<ReliabilityBin, 'count' | 'confidence' | 'accuracy'>;

/**
 * Draws confidence against accuracy, from the bins of `reliabilityCurve` of `@polyhead/metrics`; on the dashed line
 * both are equal. A larger point represents more rows. Empty bins are omitted.
 *
 * @param bins - The bins, each with its number of rows, mean confidence and accuracy from 0 to 1.
 * @param options - Color, title and size in px. Default: no title, 360 x 300.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no bin has a row, a bin is not valid, or an option is unknown.
 *
 * @example
 * ```ts
 * import { reliabilityDiagram } from '@polyhead/report';
 * const figure = reliabilityDiagram([
 *   { count: 12, confidence: 0.55, accuracy: 0.5 },
 *   { count: 40, confidence: 0.93, accuracy: 0.85 },
 * ]);
 * ```
 */
export function reliabilityDiagram(
  bins: readonly ReliabilityPoint[],
  options: ReliabilityDiagramOptions = {},
): FigureSpec {
  assertArray('reliabilityDiagram', bins, {
    what: 'a list of bins',
    requiredKeys: ['count', 'confidence', 'accuracy'],
    example: 'what reliabilityCurve returned',
  });
  expectFigureOptions('reliabilityDiagram', options, optionNames);
  const full = bins.filter(({ count }) => count > 0);
  if (full.length === 0)
    throw invalidArgument('reliabilityDiagram', 'expected at least one bin with rows', `${bins.length} empty ones`);
  const color = categoryColor(options.series ?? 0);
  const scale = {
    type: 'quantitative',
    scale: { domain: [0, 1] as [number, number] },
    axis: { format: '.0%', tickCount: 5 },
  } as const;
  const x = { ...scale, title: 'confidence' };
  const y = { ...scale, title: 'right' };
  return {
    ...figureFrame({ height: 300, ...options }, describe(full)),
    data: {
      values: full.map(({ count, confidence, accuracy }) => ({
        confidence: round(confidence),
        right: round(accuracy),
        count,
      })),
    },
    layer: [
      {
        data: { values: [{ at: 0 }, { at: 1 }] },
        mark: { type: 'line', color: palette.muted.light, strokeDash: [4, 3], strokeWidth: 1 },
        encoding: { x: { field: 'at', ...x }, y: { field: 'at', ...y } },
      },
      { mark: { type: 'line', color }, encoding: { x: { field: 'confidence', ...x }, y: { field: 'right', ...y } } },
      {
        mark: { type: 'point', filled: true, color, opacity: 1, stroke: palette.paper.light, strokeWidth: 1 },
        encoding: {
          x: { field: 'confidence', ...x },
          y: { field: 'right', ...y },
          size: { field: 'count', type: 'quantitative', scale: { range: [25, 260] }, legend: null },
        },
      },
    ],
  };
}

function describe(bins: readonly ReliabilityPoint[]): string {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const gap = bins.reduce((sum, { count, confidence, accuracy }) => sum + count * (confidence - accuracy), 0) / total;
  const way =
    Math.abs(gap) < 0.01
      ? 'On the whole it is as often right as it is sure'
      : `On the whole it is ${gap > 0 ? 'surer than it is right' : 'right more often than it is sure'}, by ${formatPercent(Math.abs(gap))}`;
  return `Confidence against share of right answers of ${formatNumber(total)} rows. ${way}. This compares the two means, in which bins above and below the line make up for each other; the calibration error is the mean gap of the bins.`;
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
