import type { TaskRows } from './task-rows';

/** A row of the result that a task did badly on. */
export interface Mistake {
  readonly task: string;
  readonly row: number;
  readonly truth: string;
  readonly predicted: string;
  /**
   * For a classification the probability of the wrong class (NaN where unknown), for a regression prediction - truth.
   */
  readonly badness: number;
}

/**
 * The worst mistakes of every task, worst first: wrong classes by how sure they were, numbers by how far off. The tasks
 * share `count` evenly, as far as they have so many.
 */
export function worstErrors(tasks: readonly TaskRows[], count: number): Mistake[] {
  const lists = tasks.map((task) =>
    task.type === 'classification' ? misclassified(task, count) : largestErrors(task, count),
  );
  const kept = lists.map(() => 0);
  for (let place = 0, left = count; left > 0 && lists.some((list) => place < list.length); place++) {
    for (const [index, list] of lists.entries()) {
      if (left === 0 || place >= list.length) continue;
      kept[index] = place + 1;
      left--;
    }
  }
  return lists.flatMap((list, index) => list.slice(0, kept[index]));
}

function misclassified(task: Extract<TaskRows, { type: 'classification' }>, count: number): Mistake[] {
  const sure = (row: number): number => probabilityOf(task, row, task.predicted[row] ?? -1);
  const wrong = Array.from(task.truth, (_, row) => row).filter((row) => task.truth[row] !== task.predicted[row]);
  const sorted = wrong.sort((a, b) => (sure(b) || 0) - (sure(a) || 0) || a - b).slice(0, count);
  return sorted.map((row) => ({
    task: task.name,
    row,
    truth: className(task, task.truth[row]),
    predicted: className(task, task.predicted[row]),
    badness: sure(row),
  }));
}

function largestErrors(task: Extract<TaskRows, { type: 'regression' }>, count: number): Mistake[] {
  const error = (row: number): number => Number(task.predicted[row]) - Number(task.truth[row]);
  const rows = Array.from(task.truth, (_, row) => row).filter((row) => Number.isFinite(error(row)) && error(row) !== 0);
  const sorted = rows.sort((a, b) => Math.abs(error(b)) - Math.abs(error(a)) || a - b).slice(0, count);
  return sorted.map((row) => ({
    task: task.name,
    row,
    truth: valueText(task, task.truth[row]),
    predicted: valueText(task, task.predicted[row]),
    badness: error(row),
  }));
}

/** Probability of a class in a row; NaN where the result has none. */
export function probabilityOf(
  { labels, probabilities }: Extract<TaskRows, { type: 'classification' }>,
  row: number,
  place: number,
): number {
  return probabilities?.[row * labels.length + place] ?? NaN;
}

/** Name of a class by its index. */
export function className(
  { labels }: Extract<TaskRows, { type: 'classification' }>,
  place: number | undefined,
): string {
  return labels[place ?? -1] ?? 'unknown';
}

/** A number of a regression in words: years whole, others to three digits. */
export function valueText({ unit }: Extract<TaskRows, { type: 'regression' }>, value: number | undefined): string {
  const number = Number(value);
  return unit === 'years' ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}
