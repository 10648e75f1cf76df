import type { ClassificationResult, RegressionResult } from '../input/report-input';
import { invalidArgument, PolyheadError } from '@polyhead/core';

/** A task of a result with its name and its place, which gives it its color. */
export type TaskRows = { readonly name: string; readonly series: number } & (ClassificationResult | RegressionResult);

/** The tasks of a result, checked: what has a `type` is one. They may stand at the top or under `tasks`. */
export function readTasks(result: object): TaskRows[] {
  const named = Object.entries(result);
  const nested = named.flatMap(([name, value]) =>
    name === 'tasks' && isObject(value) && !isTask(value) ? Object.entries(value) : [],
  );
  const tasks = [
    ...new Map(
      [...nested, ...named].filter((entry): entry is [string, ClassificationResult | RegressionResult] =>
        isTask(entry[1]),
      ),
    ),
  ];
  if (tasks.length === 0)
    throw invalidArgument(
      'renderReport',
      'expected a task with "type", "truth" and "predicted" in "result"',
      Object.keys(result).join(', ') || 'nothing',
      'Pass what evaluate gives.',
    );
  const rows = tasks[0]?.[1].truth.length ?? 0;
  return tasks.map(([name, task], series) => {
    check(name, task, rows);
    return { ...pick(task), name, series };
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isTask(value: unknown): value is ClassificationResult | RegressionResult {
  return (
    isObject(value) &&
    'type' in value &&
    (value.type === 'classification' || value.type === 'regression') &&
    'truth' in value &&
    'predicted' in value
  );
}

function pick(task: ClassificationResult | RegressionResult): ClassificationResult | RegressionResult {
  const { truth, predicted } = task;
  if (task.type === 'regression') return { type: task.type, truth, predicted, unit: task.unit };
  return { type: task.type, truth, predicted, labels: task.labels, probabilities: task.probabilities };
}

function check(name: string, task: ClassificationResult | RegressionResult, rows: number): void {
  const where = `renderReport: expected "result.${name}`;
  if (task.truth.length === 0)
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `${where}.truth" to have at least one row, got none. Evaluate on a split that is not empty.`,
    );
  for (const column of ['truth', 'predicted'] as const) {
    if (task[column].length !== rows)
      throw new PolyheadError(
        'INVALID_ARGUMENT',
        `${where}.${column}" to have as many rows as the other tasks (${rows}), got ${task[column].length}.`,
      );
  }
  if (task.type === 'regression') return;
  if (!Array.isArray(task.labels) || task.labels.length < 2)
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `${where}.labels" to name two classes or more, got ${JSON.stringify(task.labels)}.`,
    );
  const expected = rows * task.labels.length;
  if (task.probabilities !== undefined && task.probabilities.length !== expected) {
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `${where}.probabilities" to hold ${rows} rows of ${task.labels.length} probabilities (${expected}), got ${task.probabilities.length}.`,
    );
  }
}
