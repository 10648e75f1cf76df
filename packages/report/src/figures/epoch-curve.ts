import { expectHistory, type ReportHistory } from '../history';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from './format-number';
import { seriesColor } from './palette';
import { capital } from './score-name';

/** What an epoch knows besides scores. */
export type EpochFact = 'learningRate' | 'imagesPerSecond' | 'seconds';

const names: Readonly<Record<EpochFact, string>> = {
  learningRate: 'learning rate',
  imagesPerSecond: 'pictures per second',
  seconds: 'seconds per epoch',
};

/**
 * Learning rate, speed or duration over the epochs.
 *
 * Throws where no epoch has the value.
 *
 * @example
 * ```ts
 * import { epochCurve } from '@polyhead/report';
 * const epochs = [{ epoch: 0, training: { loss: 2 }, learningRate: 1e-3 }, { epoch: 1, training: { loss: 1 }, learningRate: 1e-4 }];
 * const figure = epochCurve({ epochs }, 'learningRate');
 * ```
 */
export function epochCurve(history: ReportHistory, fact: EpochFact, options: FigureOptions = {}): FigureSpec {
  expectHistory('epochCurve', history);
  expectFigureOptions('epochCurve', options, figureNames);
  const rows = history.epochs.flatMap((epoch) =>
    Number.isFinite(epoch[fact]) ? [{ epoch: epoch.epoch, value: epoch[fact] as number }] : [],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error(`epochCurve: expected "${fact}" in the history's epochs, got none.`);
  const values = rows.map((row) => row.value);
  const words = `${capital(names[fact])}: ${formatNumber(first.value)} in the first epoch, ${formatNumber(last.value)} in the last, ${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))} in all.`;
  return {
    ...figureFrame({ height: 160, ...options }, words),
    data: { values: rows.map(({ epoch, value }) => ({ epoch, [names[fact]]: value })) },
    mark: {
      type: 'line',
      color: seriesColor(0),
      interpolate: fact === 'learningRate' ? 'step-after' : 'linear',
      point: rows.length <= 12 ? { size: 25, color: seriesColor(0) } : false,
    },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        title: 'epoch',
        axis: { grid: false, tickMinStep: 1, format: 'd' },
        scale: { nice: false },
      },
      y: {
        field: names[fact],
        type: 'quantitative',
        title: null,
        axis: { tickCount: 4, format: fact === 'learningRate' ? '.3~g' : '~s' },
      },
    },
  };
}
