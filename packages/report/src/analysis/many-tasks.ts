import { bootstrapInterval, type BootstrapInterval, meanInterval } from '@polyhead/metrics';
import type { NumberOptions } from './number-options';

/** Up to this many tasks have a tile and a sentence each in the summary; more are rows of a table. */
export const maxSummaryTiles = 12;

/**
 * Rows that the resamples of one task may draw: all of a report of three tasks and 20,000 rows. With more tasks each
 * may draw less, so that the time of a report grows linearly.
 */
export function drawsPerTask(tasks: number): number {
  return Math.min(300e6, 900e6 / tasks) / tasks;
}

/** Kinds of groups that each task is shown by; of more kinds, those with the worst groups are shown. */
export function maxKinds(tasks: number): number {
  return Math.max(5, Math.floor(144 / tasks));
}

/** Largest limit, from 4 to 40, that keeps the total within `most`; 4 if none does. */
function largestLimit(most: number, totalOf: (limit: number) => number): number {
  let limit = 40;
  while (limit > 4 && totalOf(limit) > most) limit--;
  return limit;
}

/**
 * Classes that the confusion matrix of each task shows, so that those of all tasks have at most 2,000 cells.
 *
 * @param classes - Number of classes of each classification of the report.
 */
export function maxClasses(classes: readonly number[]): number {
  return largestLimit(2000, (limit) => classes.reduce((sum, count) => sum + Math.min(count, limit) ** 2, 0));
}

/**
 * Groups of each kind that a report shows of each task, so that those of all tasks are at most 1,200.
 *
 * @param groups - Number of groups of each kind, of all tasks.
 */
export function maxGroups(groups: readonly number[]): number {
  return largestLimit(1200, (limit) => groups.reduce((sum, count) => sum + Math.min(count, limit), 0));
}

/** Points that a curve is downsampled to. */
export function maxCurvePoints(tasks: number): number {
  return Math.max(50, Math.min(100, Math.floor(1200 / tasks)));
}

/**
 * True if a task of this many rows may resample them this many times over, `resamples` of them each time; otherwise its
 * intervals are computed with `meanInterval`.
 */
export function canResample(
  rows: number,
  times: number,
  { drawsPerTask: most, intervals }: Pick<NumberOptions, 'drawsPerTask' | 'intervals'>,
): boolean {
  return rows * intervals.resamples * times <= most;
}

/**
 * Interval of a metric that is the mean of one value per row: resampled, or computed from mean, variance and skewness.
 */
export function intervalOfMean<Columns extends readonly [ArrayLike<number>, ArrayLike<number>]>(
  metric: (...columns: Columns) => number,
  columns: Columns,
  valueOf: (truth: number, predicted: number) => number,
  { isResampled, intervals }: { readonly isResampled: boolean } & Pick<NumberOptions, 'intervals'>,
): BootstrapInterval {
  if (isResampled) return bootstrapInterval<Columns>(metric, columns, intervals);
  const [truth, predicted] = columns;
  return meanInterval(
    Float64Array.from(truth, (value, row) => valueOf(value, predicted[row] ?? NaN)),
    intervals,
  );
}

/** 1 for a right answer, 0 for a wrong one: accuracy is the mean. */
export const hit = (truth: number, predicted: number): number => (truth === predicted ? 1 : 0);

/** Error without its sign: the mean absolute error is the mean. */
export const absoluteError = (truth: number, predicted: number): number => Math.abs(predicted - truth);
