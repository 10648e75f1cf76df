import { epochEncoding } from './epoch-encoding';
import { expectHistory, type ReportHistory, scoreAt, scorePaths } from '../input/history';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { isAccuracy } from '../analysis/best-epoch';
import { formatNumber } from '../analysis/format-number';
import { capitalize, scoreName } from '../analysis/score-name';
import { palette, categoryColor } from './palette';
import { invalidArgument } from '@polyhead/core';

/** Options of {@link historyCurve}. */
export interface HistoryCurveOptions extends FigureOptions {
  /**
   * Whether a larger value is better, to mark the best epoch. Default: true where the last word of the path is
   * `accuracy`, else false.
   */
  readonly higherIsBetter?: boolean;
  /**
   * Vertical scale; `auto` takes `log` where the largest value is over 20 times the median and all are above 0. Default
   * `auto`.
   */
  readonly scale?: 'auto' | 'linear' | 'log';
  /** Place of the validation curve in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { higherIsBetter: 'boolean', scale: true, series: true, ...figureNames } satisfies Record<
  keyof HistoryCurveOptions,
  true | 'boolean'
>;

/** A point of a curve: an epoch with its two values. */
interface CurveRow {
  readonly epoch: number;
  readonly training: number | null;
  readonly validation: number | null;
}

/**
 * Draws training against validation over the epochs, with the best epoch marked (the article's four figures): solid for
 * validation, dashed for training. Values that are not finite leave a gap.
 *
 * @param history - History of a run.
 * @param path - Path of the score: `loss`, or a task and its score, such as `race.accuracy`.
 * @param options - Direction of the score, vertical scale, color, title and size. Default: larger is better for an
 * accuracy only, the scale `auto`.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no epoch has a value at the path, the history is not valid, or an option
 * is unknown.
 *
 * @example
 * ```ts
 * import { historyCurve } from '@polyhead/report';
 * const epochs = [
 *   { epoch: 0, training: { loss: 2 }, validation: { loss: 2.1 } },
 *   { epoch: 1, training: { loss: 1.2 }, validation: { loss: 1.5 } },
 * ];
 * const figure = historyCurve({ epochs }, 'loss');
 * ```
 */
export function historyCurve(history: ReportHistory, path: string, options: HistoryCurveOptions = {}): FigureSpec {
  expectHistory('historyCurve', history);
  expectFigureOptions('historyCurve', options, optionNames);
  const rows = history.epochs.map((epoch): CurveRow => ({
    epoch: epoch.epoch,
    training: scoreAt(epoch.training, path),
    validation: scoreAt(epoch.validation, path),
  }));
  const shown = (['training', 'validation'] as const).filter((set) => rows.some((row) => row[set] !== null));
  const measure = shown.at(-1);
  if (measure === undefined) {
    throw invalidArgument(
      'historyCurve',
      `expected values at "${path}" in the history`,
      'none',
      `Its paths are ${scorePaths(history).join(', ') || '(no epoch at all)'}.`,
    );
  }
  const { higherIsBetter = isAccuracy(path), series = 0 } = options;
  const best = bestRow(rows, measure, higherIsBetter);
  const percent = isAccuracy(path);
  const format = (value: number | null): string =>
    percent ? `${(100 * (value ?? NaN)).toFixed(1)}%` : formatNumber(value);
  const y = {
    field: 'value',
    type: 'quantitative',
    title: null,
    scale: { zero: false, type: scaleType(options.scale ?? 'auto', rows) },
    axis: { tickCount: 6, ...(percent ? { format: '.0%' } : {}) },
  } as const;
  const bestLabel = `datum.label === '${measure}' ? '${measure}, best ${format(best[measure])}' : datum.label`;
  const colors = { training: palette.muted.light, validation: categoryColor(series) };
  return {
    ...figureFrame(options, describe(scoreName(path), rows, best, measure, format)),
    data: {
      values: rows.map((row) => ({ epoch: row.epoch, ...Object.fromEntries(shown.map((set) => [set, row[set]])) })),
    },
    encoding: {
      x: epochEncoding,
    },
    layer: [
      curveLayer(shown, y, colors, { hasPoints: rows.length <= 12, labels: bestLabel }),
      bestLayer(best.epoch, best[measure], y, colors[measure]),
    ],
  };
}

type CurveSet = 'training' | 'validation';
type FigureLayer = Extract<FigureSpec, { layer: unknown }>['layer'][number];

/** A line for each set, with a legend that names the best value. */
function curveLayer(
  shown: readonly CurveSet[],
  y: object,
  colors: Readonly<Record<CurveSet, string>>,
  { hasPoints, labels }: { readonly hasPoints: boolean; readonly labels: string },
): FigureLayer {
  return {
    transform: [{ fold: [...shown], as: ['set', 'value'] }],
    mark: { type: 'line', interpolate: 'linear', point: hasPoints ? { size: 25 } : false },
    encoding: {
      y,
      color: {
        field: 'set',
        type: 'nominal',
        scale: { domain: [...shown], range: shown.map((set) => colors[set]) },
        legend: { orient: 'top', symbolType: 'stroke', symbolStrokeWidth: 2, labelExpr: labels, labelLimit: 0 },
      },
      strokeDash: {
        field: 'set',
        type: 'nominal',
        scale: { domain: [...shown], range: shown.map((set) => (set === 'training' ? [4, 3] : [1, 0])) },
      },
    },
  };
}

/** A point at the best epoch. */
function bestLayer(epoch: number, value: number | null, y: object, color: string): FigureLayer {
  return {
    data: { values: [{ epoch: epoch, value: value }] },
    mark: {
      type: 'point',
      filled: true,
      size: 70,
      opacity: 1,
      color,
      stroke: palette.paper.light,
      strokeWidth: 1.5,
    },
    encoding: { y },
  };
}

/**
 * Draws every score of a history as by {@link historyCurve}: the total loss, then each task's loss and metric.
 *
 * @param history - History of a run.
 * @param options - Title and size in px. Default: the path of each score as its title, 360 x 240.
 * @returns The figures as Vega-Lite specifications, by path.
 * @throws {PolyheadError} INVALID_ARGUMENT if the history is not valid, or an option is unknown.
 *
 * @example
 * ```ts
 * import { historyCurves } from '@polyhead/report';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const { loss } = historyCurves({ epochs });
 * ```
 */
export function historyCurves(
  history: ReportHistory,
  options: FigureOptions = {},
): Readonly<Record<string, FigureSpec>> {
  expectHistory('historyCurves', history);
  expectFigureOptions('historyCurves', options, figureNames);
  return Object.fromEntries(
    scorePaths(history).map((path) => [path, historyCurve(history, path, { title: path, ...options })]),
  );
}

function bestRow(rows: readonly CurveRow[], set: 'training' | 'validation', higherIsBetter: boolean): CurveRow {
  const sign = higherIsBetter ? 1 : -1;
  return rows.reduce((best, row) =>
    sign * (row[set] ?? -sign * Infinity) > sign * (best[set] ?? -sign * Infinity) ? row : best,
  );
}

function scaleType(scale: 'auto' | 'linear' | 'log', rows: readonly CurveRow[]): 'linear' | 'log' {
  if (scale !== 'auto') return scale;
  const values = rows
    .flatMap((row) => [row.training, row.validation])
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const [least = 0, middle = 0, most = 0] = [values[0], values[values.length >> 1], values.at(-1)];
  return least > 0 && most > 20 * middle ? 'log' : 'linear';
}

function describe(
  name: string,
  rows: readonly CurveRow[],
  best: CurveRow,
  set: 'training' | 'validation',
  format: (value: number | null) => string,
): string {
  const went = (part: 'training' | 'validation'): string => {
    const finite = rows.filter((row) => row[part] !== null);
    return finite.length === 0
      ? ''
      : `${part} went from ${format(finite[0]?.[part] ?? null)} to ${format(finite.at(-1)?.[part] ?? null)}`;
  };
  const parts = [went('training'), went('validation')].filter((part) => part !== '');
  return `${capitalize(name)} over ${rows.length} ${rows.length === 1 ? 'epoch' : 'epochs'}: ${parts.join(', ')}; best ${set} value ${format(best[set])} in epoch ${best.epoch}.`;
}
