import { assertArray, invalidArgument } from '@polyhead/core';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { capitalize } from '../analysis/score-name';
import { palette, categoryColor } from './palette';

/** A metric in one group, with its interval. */
export interface GroupPoint {
  /** What the groups differ in, such as `race`. */
  readonly by: string;
  /** Name of the group, such as `asian`. */
  readonly group: string;
  /** Rows in the group. */
  readonly count: number;
  /** The metric over the group. */
  readonly value: number | null;
  /** Lower end of its interval; without one the point has no line. */
  readonly low?: number | null;
  /** Upper end of its interval. */
  readonly high?: number | null;
}

/** Options of {@link groupIntervalPlot}. */
export interface GroupIntervalPlotOptions extends FigureOptions {
  /** Name of the metric. Default `value`. */
  readonly metric?: string;
  /** The metric over all rows, drawn as a dashed line. Default none. */
  readonly overall?: number;
  /** Format of the values: percent for shares. Default `number`. */
  readonly format?: 'number' | 'percent';
}

const optionNames = { metric: true, overall: true, format: true, ...figureNames } satisfies Record<
  keyof GroupIntervalPlotOptions,
  true
>;

/**
 * Draws a metric in every group: a point with its interval as a line, and the value over all rows as a dashed line.
 *
 * Groups without a finite value are omitted. Groups without an interval are drawn as a point alone, and the description
 * names the smallest and the largest of the others.
 *
 * @param groups - The groups, each with its number of rows, its value and, if known, its interval.
 * @param options - Name and format of the metric, value over all rows, title and size. Default: plain numbers, no
 * dashed line.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no group has a finite value, a group is not valid, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { groupIntervalPlot } from '@polyhead/report';
 * const groups = [{ by: 'gender', group: 'male', count: 370, value: 0.8, low: 0.77, high: 0.83 }];
 * const figure = groupIntervalPlot(groups, { metric: 'accuracy', overall: 0.79 });
 * ```
 */
export function groupIntervalPlot(groups: readonly GroupPoint[], options: GroupIntervalPlotOptions = {}): FigureSpec {
  assertArray('groupIntervalPlot', groups, {
    what: 'a list of groups',
    requiredKeys: ['by', 'group', 'count', 'value'],
    example: "[{ by: 'gender', group: 'female', count: 90, value: 0.81 }]",
  });
  expectFigureOptions('groupIntervalPlot', options, optionNames);
  const { metric = 'value', overall, format = 'number' } = options;
  const known = groups.filter(({ value }) => Number.isFinite(value));
  if (known.length === 0)
    throw invalidArgument(
      'groupIntervalPlot',
      'expected at least one group with a finite value',
      `${groups.length} without`,
    );
  const kinds = [...new Set(known.map(({ by }) => by))];
  const rows = known.map(({ by, group, count, value, low, high }) => ({
    row: kinds.length > 1 ? `${by}: ${group}` : group,
    by,
    group,
    count,
    value: round(value),
    low: round(low),
    high: round(high),
  }));
  const x = {
    type: 'quantitative',
    title: metric,
    scale: { zero: false },
    axis: { tickCount: 5, ...(format === 'percent' ? { format: '.1~%' } : {}) },
  } as const;
  const y = {
    field: 'row',
    type: 'nominal',
    scale: { domain: rows.map(({ row }) => row) },
    title: null,
    axis: { ticks: false, domain: false, grid: true, labelLimit: 140 },
  } as const;
  const color = {
    field: 'by',
    type: 'nominal',
    scale: { domain: kinds, range: kinds.map((_, index) => categoryColor(index)) },
    legend: null,
  } as const;
  return {
    ...figureFrame({ height: 50 + rows.length * 20, ...options }, describe(rows, metric, overall, format)),
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y, color },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x: { field: 'value', ...x }, y, color },
      },
      ...(overall === undefined ? [] : [overallLine(overall, x)]),
    ],
  };
}

type Layer = Extract<FigureSpec, { layer: unknown[] }>['layer'][number];

function overallLine(overall: number, x: { readonly type: 'quantitative'; readonly title: string }): Layer {
  return {
    data: { values: [{}] },
    mark: { type: 'rule', color: palette.ink.light, strokeDash: [4, 3] },
    encoding: { x: { datum: overall, ...x } },
  };
}

function describe(
  rows: readonly { by: string; group: string; value: number | null; low: number | null }[],
  metric: string,
  overall: number | undefined,
  format: 'number' | 'percent',
): string {
  const shown = (value: number | null | undefined): string =>
    format === 'percent' ? `${(100 * (value ?? NaN)).toFixed(1)}%` : formatNumber(value);
  const sure = rows.filter(({ low }) => low !== null);
  const sorted = [...(sure.length > 0 ? sure : rows)].sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const [least, most] = [sorted[0], sorted.at(-1)];
  // One kind of group is named once.
  const [by, several] = [rows[0]?.by, new Set(rows.map((row) => row.by)).size > 1];
  const name = (row: (typeof rows)[number] | undefined): string =>
    several ? `${row?.by} ${row?.group}` : `${row?.group}`;
  const ends =
    sorted.length > 1 && least?.value === most?.value
      ? `${shown(least?.value)} for all`
      : `smallest for ${name(least)} (${shown(least?.value)}), largest for ${name(most)} (${shown(most?.value)})`;
  const lines =
    sure.length === 0
      ? ''
      : sure.length === rows.length
        ? ' Lines are intervals.'
        : ' Lines are intervals; points without one are of too few rows to tell.';
  return `${capitalize(metric)} by ${several ? 'group' : by}: ${ends}${overall === undefined ? '' : `; ${shown(overall)} over all`}.${lines}`;
}

function round(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
}
