import { median } from '../analysis/median';
import { assertArray, invalidArgument, assertWholeNumber } from '@polyhead/core';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { binIndex, niceBinEdges } from '../analysis/nice-bin-edges';
import { palette, categoryColor } from './palette';

/** Options of {@link histogram}. */
export interface HistogramOptions extends FigureOptions {
  /** Largest number of bins; their width is a round number. Default 20. */
  readonly bins?: number;
  /** Name of the horizontal axis. Default `value`. */
  readonly label?: string;
  /** Place in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { bins: true, label: true, series: true, ...figureNames } satisfies Record<
  keyof HistogramOptions,
  true
>;

/**
 * Draws a histogram of numbers in at most `bins` bins of equal, round width, as in the article. A bin includes
 * its lower edge, the last bin both edges.
 *
 * @param values - The numbers; those that are not finite are omitted.
 * @param options - Number of bins, name of the axis, color, title and size. Default: at most 20 bins.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no number is finite, or an option is not valid.
 *
 * @example
 * ```ts
 * import { histogram } from '@polyhead/report';
 * const figure = histogram([23, 25, 61], { label: 'age in years' });
 * ```
 */
export function histogram(values: ArrayLike<number>, options: HistogramOptions = {}): FigureSpec {
  assertArray('histogram', values, { what: 'a list of numbers', example: '[25, 31, 67]' });
  expectFigureOptions('histogram', options, optionNames);
  const { bins = 20, label = 'value', series = 0 } = options;
  assertWholeNumber('histogram', 'bins', bins, 1);
  const numbers = Array.from(values).filter(Number.isFinite);
  if (numbers.length === 0) throw invalidArgument('histogram', 'expected at least one finite number', 'none');
  const edges = niceBinEdges(numbers, bins, 'fine');
  const counts = countBetween(numbers, edges);
  const rows = counts.map((count, index) => ({ from: edges[index], to: edges[index + 1], count }));
  const most = rows.reduce((best, row) => (row.count > best.count ? row : best));
  const words = `${formatNumber(numbers.length)} values, most (${formatNumber(most.count)}) from ${formatNumber(most.from)} to ${formatNumber(most.to)}; median ${formatNumber(median(numbers))}.`;
  return {
    ...figureFrame({ height: 200, ...options }, words),
    data: { values: rows },
    mark: { type: 'bar', color: categoryColor(series), stroke: palette.paper.light, strokeWidth: 1 },
    encoding: {
      x: { field: 'from', type: 'quantitative', bin: 'binned', title: label, axis: { grid: false, tickCount: 8 } },
      x2: { field: 'to' },
      y: { field: 'count', type: 'quantitative', title: 'count', axis: { tickCount: 5, format: '~s' } },
    },
  };
}

/** Numbers between neighboring edges; a bin holds its lower edge, the last one both. */
export function countBetween(numbers: readonly number[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const number of numbers) {
    const bin = binIndex(edges, number);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
