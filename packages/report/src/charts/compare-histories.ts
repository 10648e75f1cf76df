import { epochEncoding } from './epoch-encoding';
import { assertArray, invalidArgument } from '@polyhead/core';
import { expectHistory, type ReportHistory, scoreAt } from '../input/history';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { bestEpoch, isAccuracy } from '../analysis/best-epoch';
import { categoryColor } from './palette';
import { capitalize, scoreName } from '../analysis/score-name';

/** The history of a run with its name. */
export interface NamedHistory {
  /** Name of the run. */
  readonly name: string;
  /** How its training went. */
  readonly history: ReportHistory;
}

/**
 * Draws one score of several runs over the epochs, one color per run: the validation score if a run has it, else the
 * training score. Runs without a value at the path are omitted.
 *
 * @param runs - The runs, each with its name and history.
 * @param path - Path of the score, such as `loss` or `race.accuracy`.
 * @param options - Title and size in px. Default: no title, 360 x 240.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if no run has a value at the path, a run is not valid, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { compareHistories } from '@polyhead/report';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const figure = compareHistories([{ name: 'first', history: { epochs } }], 'loss');
 * ```
 */
export function compareHistories(runs: readonly NamedHistory[], path: string, options: FigureOptions = {}): FigureSpec {
  assertArray('compareHistories', runs, {
    what: 'a list of runs',
    requiredKeys: ['name', 'history'],
    example: "[{ name: 'plain', history }]",
  });
  for (const { history } of runs) expectHistory('compareHistories', history);
  expectFigureOptions('compareHistories', options, figureNames);
  const known = runs.flatMap(({ name, history }, place) => {
    const best = bestEpoch(history, path);
    return best === undefined ? [] : [{ name, place, history, best }];
  });
  if (known.length === 0)
    throw invalidArgument(
      'compareHistories',
      `expected values at "${path}" in a history`,
      `none in ${runs.length} runs`,
    );
  const values = known.flatMap(({ name, history, best }) =>
    history.epochs.map((epoch) => ({ run: name, epoch: epoch.epoch, value: scoreAt(epoch[best.set], path) })),
  );
  const words = known.map(
    ({ name, best }) =>
      `${name} ${isAccuracy(path) ? `${(best.value * 100).toFixed(1)}%` : formatNumber(best.value)} in epoch ${best.epoch}`,
  );
  return {
    ...figureFrame(options, `${capitalize(scoreName(path))}, best values: ${words.join(', ')}.`),
    data: { values },
    mark: { type: 'line', point: values.length <= 24 ? { size: 25 } : false },
    encoding: {
      x: epochEncoding,
      y: {
        field: 'value',
        type: 'quantitative',
        title: null,
        scale: { zero: false },
        axis: { tickCount: 6, ...(isAccuracy(path) ? { format: '.0%' } : {}) },
      },
      color: {
        field: 'run',
        type: 'nominal',
        scale: { domain: known.map(({ name }) => name), range: known.map(({ place }) => categoryColor(place)) },
        legend: { orient: 'bottom', columns: 2, symbolType: 'stroke', symbolStrokeWidth: 2 },
      },
    },
  };
}
