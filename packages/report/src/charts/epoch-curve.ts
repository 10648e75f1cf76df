import { epochEncoding } from './epoch-encoding';
import { expectHistory, type ReportHistory } from '../input/history';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { categoryColor } from './palette';
import { capitalize } from '../analysis/score-name';
import { invalidArgument } from '@polyhead/core';

/** What an epoch knows besides scores. */
export type EpochField = 'learningRate' | 'imagesPerSecond' | 'seconds';

const names: Readonly<Record<EpochField, string>> = {
  learningRate: 'learning rate',
  imagesPerSecond: 'images per second',
  seconds: 'seconds per epoch',
};

/**
 * Draws the learning rate, speed or duration over the epochs.
 *
 * @param history - History of a run.
 * @param fact - The value to draw: `learningRate`, `imagesPerSecond` or `seconds`.
 * @param options - Title and size in px. Default: no title, 360 x 160.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no epoch has the value, the history is not valid, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { epochCurve } from '@polyhead/report';
 * const epochs = [
 *   { epoch: 0, training: { loss: 2 }, learningRate: 1e-3 },
 *   { epoch: 1, training: { loss: 1 }, learningRate: 1e-4 },
 * ];
 * const figure = epochCurve({ epochs }, 'learningRate');
 * ```
 */
export function epochCurve(history: ReportHistory, fact: EpochField, options: FigureOptions = {}): FigureSpec {
  expectHistory('epochCurve', history);
  expectFigureOptions('epochCurve', options, figureNames);
  const rows = history.epochs.flatMap((epoch) =>
    Number.isFinite(epoch[fact]) ? [{ epoch: epoch.epoch, value: epoch[fact] as number }] : [],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined)
    throw invalidArgument('epochCurve', `expected "${fact}" in the history's epochs`, 'none');
  const values = rows.map((row) => row.value);
  const words = `${capitalize(names[fact])}: ${formatNumber(first.value)} in the first epoch, ${formatNumber(last.value)} in the last, ${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))} in all.`;
  return {
    ...figureFrame({ height: 160, ...options }, words),
    data: { values: rows.map(({ epoch, value }) => ({ epoch, [names[fact]]: value })) },
    mark: {
      type: 'line',
      color: categoryColor(0),
      interpolate: fact === 'learningRate' ? 'step-after' : 'linear',
      point: rows.length <= 12 ? { size: 25, color: categoryColor(0) } : false,
    },
    encoding: {
      x: epochEncoding,
      y: {
        field: names[fact],
        type: 'quantitative',
        title: null,
        axis: { tickCount: 4, format: fact === 'learningRate' ? '.3~g' : '~s' },
      },
    },
  };
}
