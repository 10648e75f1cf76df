import { bootstrapInterval, type BootstrapInterval, type BootstrapOptions, meanInterval } from '@polyhead/metrics';

/**
 * Up to this many tasks, and kinds of groups, a report shows each task by each kind of group. Beyond, that is a page
 * that nobody can read: intervals are computed instead of resampled, and each task has its worst kinds of groups.
 */
export const fewTasks = 12;

/** Kinds of groups that a task is shown by if there are more than {@link fewTasks}. */
export const worstKinds = 5;

/** Interval of a metric that is the mean of one value per row; resampled only in a report of few tasks. */
export function intervalOfMean<Columns extends readonly [ArrayLike<number>, ArrayLike<number>]>(
  metric: (...columns: Columns) => number,
  columns: Columns,
  valueOf: (truth: number, predicted: number) => number,
  { isLarge, intervals }: { readonly isLarge: boolean; readonly intervals: BootstrapOptions },
): BootstrapInterval {
  if (!isLarge) return bootstrapInterval<Columns>(metric, columns, intervals);
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
