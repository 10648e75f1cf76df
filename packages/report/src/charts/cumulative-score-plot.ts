import { assertArray, invalidArgument } from '@polyhead/core';
import type { CumulativeScorePoint } from '@polyhead/metrics';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatPercent } from '../analysis/format-number';
import { categoryColor } from './palette';

/** Options of {@link cumulativeScorePlot}. */
export interface CumulativeScorePlotOptions extends FigureOptions {
  /** Unit of the errors, such as `years`. Default ''. */
  readonly unit?: string;
  /** Place in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { unit: true, series: true, ...figureNames } satisfies Record<
  keyof CumulativeScorePlotOptions,
  true
>;

/**
 * Draws the share of rows whose error is within each limit of `cumulativeScoreCurve` of `@polyhead/metrics`.
 *
 * @param points - Limits and shares of rows from 0 to 1; at least one.
 * @param options - Unit of the errors, color, title and size. Default: no unit.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is no point, a point is not valid, or an option is unknown.
 *
 * @example
 * ```ts
 * import { cumulativeScorePlot } from '@polyhead/report';
 * const points = [{ within: 0, share: 0.05 }, { within: 5, share: 0.6 }, { within: 10, share: 0.9 }];
 * const figure = cumulativeScorePlot(points, { unit: 'years' });
 * ```
 */
export function cumulativeScorePlot(
  points: readonly CumulativeScorePoint[],
  options: CumulativeScorePlotOptions = {},
): FigureSpec {
  assertArray('cumulativeScorePlot', points, {
    what: 'a list of points',
    requiredKeys: ['within', 'share'],
    example: 'what cumulativeScoreCurve returned',
  });
  expectFigureOptions('cumulativeScorePlot', options, optionNames);
  const { unit = '', series = 0 } = options;
  if (points.length === 0) throw invalidArgument('cumulativeScorePlot', 'expected at least one point', 'none');
  const name = unit === '' ? 'error of at most' : `error of at most, ${unit}`;
  const color = categoryColor(series);
  return {
    ...figureFrame({ height: 220, ...options }, describe(points, unit)),
    data: {
      values: points.map(({ within, share }) => ({
        'error of at most': Number(within.toPrecision(6)),
        'share of rows': Math.round(share * 1e4) / 1e4,
      })),
    },
    mark: { type: 'area', color, fillOpacity: 0.12, line: { color } },
    encoding: {
      x: {
        field: 'error of at most',
        type: 'quantitative',
        title: name,
        axis: { grid: false, tickCount: 8 },
        scale: { nice: false },
      },
      y: {
        field: 'share of rows',
        type: 'quantitative',
        scale: { domain: [0, 1] },
        axis: { format: '.0%', tickCount: 5 },
      },
    },
  };
}

/** A quarter, a half and all of the largest limit in words. */
function describe(points: readonly CumulativeScorePoint[], unit: string): string {
  const sorted = [...points].sort((a, b) => a.within - b.within);
  const at = [...new Set([0.25, 0.5, 1].map((part) => sorted[Math.round(part * (sorted.length - 1))]))].filter(
    (point) => point !== undefined,
  );
  return `Share of rows by largest error: ${at.map(({ within, share }) => `${formatPercent(share)} within ${Number(within.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`).join(', ')}.`;
}
