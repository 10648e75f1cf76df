import {
  accuracy,
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapInterval,
  mcNemar,
  meanAbsoluteError,
  pairedBootstrap,
  bindOptions,
} from '@polyhead/metrics';
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
export function compareTasks(runs: readonly RunRows[], options: BootstrapOptions): ComparedTask[] {
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

function scoreOf(task: TaskRows, options: BootstrapOptions): BootstrapInterval {
  return reliableInterval(bootstrapInterval(metricOf(task), [task.truth, task.predicted], options), {
    count: task.truth.length,
    fewest: minRows,
    share: task.type === 'classification',
  });
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
  options: BootstrapOptions,
): Pick<ComparedScore, 'difference' | 'mcNemar'> {
  const { value, low, high, pValue } = pairedBootstrap(
    metricOf(task),
    task.truth,
    task.predicted,
    first.predicted,
    options,
  );
  const difference = { value, low, high, pValue };
  if (task.type === 'regression') return { difference };
  const test = mcNemar(task.truth, task.predicted, first.predicted, { labels: task.labels });
  return {
    difference,
    mcNemar: { onlyThis: test.onlyFirstRight, onlyFirst: test.onlySecondRight, pValue: test.pValue },
  };
}

/** Whether two results are about the same rows, as far as their truth tells. */
function haveSameTruth(task: TaskRows, other: TaskRows): boolean {
  const labels = (rows: TaskRows): string =>
    rows.type === 'classification' ? JSON.stringify((rows as ClassRows).labels) : '';
  return (
    task.truth.length === other.truth.length &&
    labels(task) === labels(other) &&
    Array.from(task.truth).every((value, row) => value === other.truth[row])
  );
}
