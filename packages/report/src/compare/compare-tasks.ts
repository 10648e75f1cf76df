import {
  accuracy,
  type BootstrapInterval,
  mcNemar,
  meanAbsoluteError,
  pairedBootstrap,
  bindOptions,
} from '@polyhead/metrics';
import { absoluteError, canResample, hit, intervalOfMean } from '../analysis/many-tasks';
import type { NumberOptions } from '../analysis/number-options';
import { minRows, reliableInterval } from '../analysis/reliable-interval';
import type { TaskRows } from '../analysis/task-rows';

/** A run's tasks under its name. */
export interface RunRows {
  readonly name: string;
  readonly tasks: readonly TaskRows[];
}

/** One task over several runs. */
export interface ComparedTask {
  readonly task: string;
  readonly metric: 'accuracy' | 'mean absolute error';
  readonly unit: string;
  readonly runs: readonly ComparedScore[];
}

/** What one run reached in a task. */
export interface ComparedScore {
  readonly run: string;
  readonly rows: number;
  readonly score: BootstrapInterval;
  /**
   * This run minus the first, on the same rows; absent for the first, and where the rows are not the same or too few.
   */
  readonly difference?: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly pValue: number;
  };
  /** McNemar's test against the first run, for classes. */
  readonly mcNemar?: { readonly onlyThis: number; readonly onlyFirst: number; readonly pValue: number };
}

type ClassRows = Extract<TaskRows, { type: 'classification' }>;

/** Every task that a run has, over all runs that have it; the first of them is what the others are compared with. */
export function compareTasks(runs: readonly RunRows[], options: NumberOptions): ComparedTask[] {
  const names = [...new Set(runs.flatMap(({ tasks }) => tasks.map(({ name }) => name)))];
  return names.map((name) => {
    const entries = runs.flatMap(({ name: run, tasks }) =>
      tasks.filter((task) => task.name === name).map((task) => ({ run, task })),
    );
    const first = entries[0]?.task as TaskRows;
    const alike = entries.filter(({ task }) => task.type === first.type);
    const scores = alike.map(({ run, task }, index): ComparedScore => ({
      run,
      rows: task.truth.length,
      score: scoreOf(task, options),
      ...(index > 0 && task.truth.length >= minRows && haveSameTruth(task, first)
        ? compareTo(task, first, options)
        : {}),
    }));
    return {
      task: name,
      metric: first.type === 'classification' ? 'accuracy' : 'mean absolute error',
      unit: first.type === 'regression' ? (first.unit ?? '') : '',
      runs: scores,
    };
  });
}

function scoreOf(task: TaskRows, options: NumberOptions): BootstrapInterval {
  const count = task.truth.length;
  const share = task.type === 'classification';
  const interval = intervalOfMean(metricOf(task), [task.truth, task.predicted], share ? hit : absoluteError, {
    ...options,
    isResampled: canResample(count, 2, options),
  });
  return reliableInterval(interval, { count, fewest: minRows, share });
}

function metricOf(task: TaskRows): (truth: ArrayLike<number>, predicted: ArrayLike<number>) => number {
  return task.type === 'regression'
    ? meanAbsoluteError
    : bindOptions<ArrayLike<number>, ArrayLike<number>, { labels: readonly string[] }>(accuracy, {
        labels: task.labels,
      });
}

function compareTo(
  task: TaskRows,
  first: TaskRows,
  options: NumberOptions,
): Pick<ComparedScore, 'difference' | 'mcNemar'> {
  const { value, low, high, pValue } = pairedBootstrap(metricOf(task), task.truth, task.predicted, first.predicted, {
    ...options.intervals,
    resamples: pairedResamples(task.truth.length, options),
  });
  const difference = { value, low, high, pValue };
  if (task.type === 'regression') return { difference };
  const test = mcNemar(task.truth, task.predicted, first.predicted, { labels: task.labels });
  return {
    difference,
    mcNemar: { onlyThis: test.onlyFirstRight, onlyFirst: test.onlySecondRight, pValue: test.pValue },
  };
}

/** Resamples of a difference: as many as asked for, or fewer, but at least 200, if rows and scores are very many. */
function pairedResamples(rows: number, options: NumberOptions): number {
  const { resamples } = options.intervals;
  if (canResample(rows, 2, options)) return resamples;
  return Math.min(resamples, Math.max(200, Math.floor(options.drawsPerTask / rows)));
}

/** True if two results are about the same rows, as far as their truth tells. */
function haveSameTruth(task: TaskRows, other: TaskRows): boolean {
  const labels = (rows: TaskRows): string =>
    rows.type === 'classification' ? JSON.stringify((rows as ClassRows).labels) : '';
  return (
    task.truth.length === other.truth.length &&
    labels(task) === labels(other) &&
    Array.from(task.truth).every((value, row) => value === other.truth[row])
  );
}
