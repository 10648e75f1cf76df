import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { median } from '../analysis/median';
import { binIndex, niceBinEdges } from '../analysis/nice-bin-edges';
import { palette, categoryColor } from './palette';
import { quantileRange } from '../analysis/quantile-range';
import { pairValues, type ValuePair } from './value-pair';

/** Options of {@link regressionScatter}. */
export interface RegressionScatterOptions extends FigureOptions {
  /** Unit of the numbers, such as `years`. Default ''. */
  readonly unit?: string;
  /** Largest number of cells along an axis. Default 40. */
  readonly bins?: number;
  /** Place in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { unit: true, bins: true, series: true, ...figureNames } satisfies Record<
  keyof RegressionScatterOptions,
  true
>;

/**
 * Draws true against predicted numbers: single points up to 400 rows, else density in squares (the stronger, the more
 * rows), with the line of no error and the median prediction per bin of the truth.
 *
 * The horizontal axis has the range of the truth. The vertical axis has that range too, and the range of the
 * predictions without outliers, which are drawn at the edge and counted in the description. Rows that are not finite
 * are omitted.
 *
 * @param truth - True numbers, one per row.
 * @param predicted - Predicted numbers, one per row.
 * @param options - Unit, number of bins, color, title and size. Default: no unit, 40 bins per axis.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no row is finite, the lengths differ, or an option is unknown.
 *
 * @example
 * ```ts
 * import { regressionScatter } from '@polyhead/report';
 * const figure = regressionScatter([20, 30, 60], [22, 29, 51], { unit: 'years' });
 * ```
 */
export function regressionScatter(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: RegressionScatterOptions = {},
): FigureSpec {
  expectFigureOptions('regressionScatter', options, optionNames);
  const { unit = '', bins = 40, series = 0 } = options;
  const pairs = pairValues('regressionScatter', truth, predicted);
  const truths = pairs.map((pair) => pair.truth);
  const usual = quantileRange(pairs.map((pair) => pair.predicted));
  const across = niceBinEdges(truths, bins);
  const up = niceBinEdges([...ends(across), ...usual], bins);
  const medians = medianPerBand(pairs);
  const name = (word: string): string => (unit === '' ? word : `${word}, ${unit}`);
  const axis = { type: 'quantitative', axis: { tickCount: 6 } } as const;
  const x = { ...axis, scale: { domain: ends(across), nice: false }, title: name('true') };
  const y = { ...axis, scale: { domain: ends(up), nice: false, clamp: true }, title: name('predicted') };
  const marks =
    pairs.length <= 400
      ? points(pairs, x, y, categoryColor(series))
      : squares(pairs, { across, up }, x, y, categoryColor(series));
  return {
    ...figureFrame({ height: 330, ...options }, `${describe(pairs, medians, unit)}${outsideText(pairs, ends(up))}`),
    data: { values: medians },
    layer: [
      marks,
      {
        data: { values: ends(across).map((at) => ({ at })) },
        mark: { type: 'line', color: palette.muted.light, strokeDash: [4, 3], strokeWidth: 1 },
        encoding: { x: { field: 'at', ...x }, y: { field: 'at', ...y } },
      },
      {
        mark: {
          type: 'line',
          color: categoryColor(series + 1),
          point: { filled: true, size: 30, color: categoryColor(series + 1) },
        },
        encoding: { x: { field: 'truth', ...x }, y: { field: 'median prediction', ...y } },
      },
    ],
  };
}

type Layer = Extract<FigureSpec, { layer: unknown[] }>['layer'][number];
type Axis = { readonly type: 'quantitative'; readonly title: string };

function points(pairs: readonly ValuePair[], x: Axis, y: Axis, color: string): Layer {
  return {
    data: { values: pairs },
    mark: { type: 'circle', color, opacity: 0.5, size: 16 },
    encoding: { x: { field: 'truth', ...x }, y: { field: 'predicted', ...y } },
  };
}

function ends(edges: readonly number[]): [low: number, high: number] {
  return [edges[0] ?? 0, edges.at(-1) ?? 1];
}

/** How many predictions are beyond the figure, and how far; nothing where none is. */
function outsideText(pairs: readonly ValuePair[], [low, high]: readonly [number, number]): string {
  const outside = pairs
    .map(({ predicted }) => predicted)
    .filter((value) => value < low || value > high)
    .sort((a, b) => a - b);
  const [least, most] = [outside[0], outside.at(-1)];
  if (outside.length === 1)
    return ` One prediction, ${formatNumber(least)}, lies outside of the figure and is drawn at its edge.`;
  return outside.length === 0
    ? ''
    : ` ${formatNumber(outside.length)} predictions, ${formatNumber(least)} to ${formatNumber(most)}, lie outside of the figure and are drawn at its edge.`;
}

function squares(
  pairs: readonly ValuePair[],
  edges: { readonly across: readonly number[]; readonly up: readonly number[] },
  x: Axis,
  y: Axis,
  color: string,
): Layer {
  const counts = new Map<string, { from: number; to: number; below: number; above: number; count: number }>();
  for (const pair of pairs) {
    const [across, up] = [binIndex(edges.across, pair.truth), binIndex(edges.up, pair.predicted)];
    const key = `${across} ${up}`;
    const cell = counts.get(key) ?? {
      from: edges.across[across] ?? NaN,
      to: edges.across[across + 1] ?? NaN,
      below: edges.up[up] ?? NaN,
      above: edges.up[up + 1] ?? NaN,
      count: 0,
    };
    cell.count++;
    counts.set(key, cell);
  }
  return {
    data: { values: [...counts.values()] },
    mark: { type: 'rect', color },
    encoding: {
      x: { field: 'from', ...x },
      x2: { field: 'to' },
      y: { field: 'below', ...y },
      y2: { field: 'above' },
      opacity: { field: 'count', type: 'quantitative', scale: { type: 'sqrt', range: [0.08, 1] }, legend: null },
    },
  };
}

/**
 * Median prediction in about a dozen bands of truth that hold at least 3 rows; a band is shown at the mean of its
 * truths.
 */
function medianPerBand(pairs: readonly ValuePair[]): { truth: number; 'median prediction': number; count: number }[] {
  const edges = niceBinEdges(
    pairs.map((pair) => pair.truth),
    12,
  );
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? Infinity;
    const inside = pairs.filter(
      ({ truth }) => truth >= from && (truth < to || (index === edges.length - 2 && truth === to)),
    );
    if (inside.length < 3) return [];
    const mean = inside.reduce((sum, { truth }) => sum + truth, 0) / inside.length;
    return [
      {
        truth: Math.round(mean * 100) / 100,
        'median prediction': Math.round(median(inside.map((pair) => pair.predicted)) * 100) / 100,
        count: inside.length,
      },
    ];
  });
}

function describe(
  pairs: readonly ValuePair[],
  medians: readonly { truth: number; 'median prediction': number }[],
  unit: string,
): string {
  const error = pairs.reduce((sum, pair) => sum + Math.abs(pair.predicted - pair.truth), 0) / pairs.length;
  const of = unit === '' ? '' : ` ${unit}`;
  const [low, high] = [medians[0], medians.at(-1)];
  const ends =
    low === undefined || high === undefined || low === high
      ? ''
      : ` Around ${formatNumber(low.truth)} the middle prediction is ${formatNumber(low['median prediction'])}, around ${formatNumber(high.truth)} it is ${formatNumber(high['median prediction'])}.`;
  return `${formatNumber(pairs.length)} rows, on average ${formatNumber(error)}${of} off the dashed line of no error. The second line is the median prediction.${ends}`;
}
