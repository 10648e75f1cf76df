import { assertObject, invalidArgument } from '@polyhead/core';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber, formatPercent } from '../analysis/format-number';
import { palette, categoryColor } from './palette';

/** Options of {@link distributionPie}. */
export interface DistributionPieOptions extends FigureOptions {
  /**
   * All labels in the order that gives them their colors, so that a label looks the same in every figure. Default: the
   * order of the counts.
   */
  readonly labels?: readonly string[];
}

const optionNames = { labels: true, ...figureNames } satisfies Record<keyof DistributionPieOptions, true>;

/**
 * Draws a donut chart of how often each label occurs, the largest slice first, with the shares in its legend (the
 * article's `plot_distribution`).
 *
 * @param counts - Counts by label: the result of `countBy` of `@polyhead/dataset`, pairs of label and count, or an
 * object.
 * @param options - Order of the labels for their colors, title and size. Default: the order of `counts`.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no count is above 0, one is negative or not a finite number, or an option
 * is unknown.
 *
 * @example
 * ```ts
 * import { distributionPie } from '@polyhead/report';
 * const figure = distributionPie({ male: 12391, female: 11317 }, { title: 'Gender' });
 * ```
 */
export function distributionPie(counts: LabelCounts, options: DistributionPieOptions = {}): FigureSpec {
  expectFigureOptions('distributionPie', options, optionNames);
  const rows = countRows(counts);
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  if (!(total > 0))
    throw invalidArgument(
      'distributionPie',
      'expected at least one count above 0',
      rows.length === 0 ? 'none' : 'only zeros',
      'Count the labels of records that exist.',
    );
  const places = options.labels ?? rows.map(({ label }) => label);
  const values = rows.map(({ label, count }, order) => ({
    label,
    count,
    share: formatPercent(count / total),
    slice: `${label}  ${formatPercent(count / total)}`,
    order: places.indexOf(label) < 0 ? order : places.indexOf(label),
  }));
  const sorted = [...values].sort((a, b) => b.count - a.count || a.order - b.order);
  const words = sorted.map(({ label, count, share }) => `${label} ${formatNumber(count)} (${share})`).join(', ');
  return {
    ...figureFrame({ height: 200, ...options }, `${formatNumber(total)} in all: ${words}.`),
    data: { values: sorted.map(({ label, count, share, slice }, rank) => ({ label, count, share, slice, rank })) },
    mark: {
      type: 'arc',
      innerRadius: { expr: 'min(width, height) * 0.15' },
      stroke: palette.paper.light,
      strokeWidth: 1.5,
    },
    encoding: {
      theta: { field: 'count', type: 'quantitative', stack: true },
      order: { field: 'rank', type: 'quantitative' },
      color: {
        field: 'slice',
        type: 'nominal',
        scale: { domain: sorted.map(({ slice }) => slice), range: sorted.map(({ order }) => categoryColor(order)) },
        legend: { symbolType: 'square', symbolStrokeWidth: 0 },
      },
    },
  };
}

/** How often one label occurs. */
export interface LabelCount {
  /** The label; anything but a text is written as one. */
  readonly value: unknown;
  /** Number of times that it occurs. */
  readonly count: number;
}

/** How often labels occur: an object, pairs, or items with `value` and `count`. */
export type LabelCounts =
  Readonly<Record<string, number>> | readonly (readonly [label: string, count: number])[] | readonly LabelCount[];

function countRows(counts: LabelCounts): { label: string; count: number }[] {
  if (!Array.isArray(counts))
    assertObject('distributionPie', counts, { what: 'counts by label', example: '{ female: 90, male: 110 }' });
  const entries: readonly (readonly [unknown, number])[] = Array.isArray(counts)
    ? counts.map(pairOf)
    : Object.entries(counts);
  return entries.map(([label, count]) => {
    if (!(count >= 0 && count < Infinity))
      throw invalidArgument(
        'distributionPie',
        'expected counts of at least 0',
        `${count} for ${JSON.stringify(label)}`,
      );
    return { label: String(label), count };
  });
}

function pairOf(item: readonly [string, number] | LabelCount): readonly [unknown, number] {
  if (Array.isArray(item)) return item as readonly [string, number];
  assertObject('distributionPie', item, {
    what: 'pairs or objects in the list',
    requiredKeys: ['count'],
    example: "[['female', 90], ['male', 110]]",
  });
  return [(item as LabelCount).value, (item as LabelCount).count];
}
