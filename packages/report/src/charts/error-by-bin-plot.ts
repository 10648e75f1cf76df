import { assertArray, invalidArgument } from '@polyhead/core';
import type { ErrorBin } from '@polyhead/metrics';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { palette, categoryColor } from './palette';

/** Options of {@link errorByBinPlot}. */
export interface ErrorByBinPlotOptions extends FigureOptions {
  /** Unit of the errors, such as `years`. Default ''. */
  readonly unit?: string;
  /** Place in the palette. Default 0. */
  readonly series?: number;
}

const optionNames = { unit: true, series: true, ...figureNames } satisfies Record<keyof ErrorByBinPlotOptions, true>;

/**
 * Draws the error by decade of age, or by any bins of the true value (`errorByDecade` and `errorByBin` of
 * `@polyhead/metrics`): bars for the mean absolute error, diamonds for the bias (mean of prediction - truth).
 *
 * @param bins - The bins with their errors; at least one.
 * @param options - Unit of the errors, color, title and size. Default: no unit.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is no bin, a bin is not valid, or an option is unknown.
 *
 * @example
 * ```ts
 * import { errorByDecade } from '@polyhead/metrics';
 * import { errorByBinPlot } from '@polyhead/report';
 * const figure = errorByBinPlot(errorByDecade([4, 25, 28], [9, 26, 24]), { unit: 'years' });
 * ```
 */
export function errorByBinPlot(bins: readonly ErrorBin[], options: ErrorByBinPlotOptions = {}): FigureSpec {
  assertArray('errorByBinPlot', bins, {
    what: 'a list of bins',
    requiredKeys: ['lower', 'upper', 'count'],
    example: 'what errorByBin returned',
  });
  expectFigureOptions('errorByBinPlot', options, optionNames);
  const { unit = '', series = 0 } = options;
  if (bins.length === 0) throw invalidArgument('errorByBinPlot', 'expected at least one bin', 'none');
  const domain = bins.map(binName);
  const values = binRows(bins, domain);
  const x = {
    field: 'band',
    type: 'nominal',
    scale: { domain },
    title: 'true value',
    axis: { labelAngle: domain.length > 7 ? -45 : 0, ticks: false },
  } as const;
  const y = { type: 'quantitative', title: unit === '' ? 'error' : unit, axis: { tickCount: 5 } } as const;
  const scale = { domain: ['mean absolute error', 'bias'], range: [categoryColor(series), categoryColor(series + 1)] };
  const named = (name: string): object => ({
    color: {
      datum: name,
      type: 'nominal',
      scale,
      legend: { orient: 'top', symbolType: 'square', symbolStrokeWidth: 0 },
    },
  });
  return {
    ...figureFrame({ height: 220, ...options }, describe(values, unit)),
    data: { values },
    layer: [
      {
        mark: { type: 'bar', width: { band: 0.75 } },
        encoding: { x, y: { field: 'mean absolute error', ...y }, ...named('mean absolute error') },
      },
      {
        data: { values: [{}] },
        mark: { type: 'rule', color: palette.muted.light, strokeWidth: 1 },
        encoding: { y: { datum: 0, ...y } },
      },
      {
        mark: {
          type: 'point',
          shape: 'diamond',
          filled: true,
          size: 60,
          opacity: 1,
          stroke: palette.paper.light,
          strokeWidth: 1,
        },
        encoding: { x, y: { field: 'bias', ...y }, ...named('bias') },
      },
    ],
  };
}

function binRows(bins: readonly ErrorBin[], names: readonly string[]): ErrorRow[] {
  return bins.map(({ count, meanAbsoluteError, meanError }, index) => ({
    band: names[index] ?? '',
    count,
    'mean absolute error': finite(meanAbsoluteError),
    bias: finite(meanError),
  }));
}

/** A bin does not hold its upper edge: 20 to 30 in whole numbers is 20 to 29. */
function binName({ lower, upper }: ErrorBin): string {
  const whole = Number.isInteger(lower) && Number.isInteger(upper) && upper - lower > 1;
  return `${formatNumber(lower)}–${formatNumber(whole ? upper - 1 : upper)}`;
}

type ErrorRow = { readonly band: string; readonly 'mean absolute error': number | null; readonly bias: number | null };

function describe(rows: readonly ErrorRow[], unit: string): string {
  const known = rows
    .filter((row) => row['mean absolute error'] !== null)
    .sort((a, b) => (a['mean absolute error'] ?? 0) - (b['mean absolute error'] ?? 0));
  const [best, worst] = [known[0], known.at(-1)];
  if (best === undefined || worst === undefined) return 'No rows in any band.';
  const of = unit === '' ? '' : ` ${unit}`;
  const bias =
    worst.bias === null
      ? ''
      : `, where predictions are ${formatNumber(Math.abs(worst.bias))}${of} too ${worst.bias > 0 ? 'high' : 'low'} on average`;
  return `Mean absolute error by band of the true value: smallest in ${best.band} (${formatNumber(best['mean absolute error'])}${of}), largest in ${worst.band} (${formatNumber(worst['mean absolute error'])}${of})${bias}.`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
}
