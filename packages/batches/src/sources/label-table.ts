import {
  type Batch,
  formatValue,
  type Task,
  type TaskMap,
  type TaskName,
  taskNames,
  invalidArgument,
  PolyheadError,
  errorMessage,
} from '@polyhead/core';
import { type MixPlan, blendTargets } from '../augment/mix';

/** Labels as numbers by task, one a record. */
export type LabelValues<Name extends string = string> = Readonly<Record<Name, Float64Array>>;

/** The parts of a batch that do not depend on pixels. */
export type BatchLabels<Name extends string> = Pick<Batch<Name>, 'size' | 'targets' | 'labels' | 'indices'>;

/**
 * Reads every label of `count` records, so that a wrong one is found before training and not within it. `nameOf` says
 * what an error calls a record.
 */
export function readLabels<Tasks extends TaskMap>(
  where: string,
  tasks: Tasks,
  count: number,
  labelOf: (name: TaskName<Tasks>, index: number) => unknown,
  nameOf: (index: number) => string,
): LabelValues<TaskName<Tasks>> {
  checkTasks(where, tasks);
  return mapTasks(tasks, (name) =>
    readColumn(where, name, count, (index) => valueOfLabel(tasks[name] as Task, labelOf(name, index)), nameOf),
  );
}

/** Checks labels that are numbers already: class indices, or quantities. */
export function checkValues<Tasks extends TaskMap>(
  where: string,
  tasks: Tasks,
  count: number,
  values: Readonly<Record<TaskName<Tasks>, ArrayLike<number>>>,
): LabelValues<TaskName<Tasks>> {
  checkTasks(where, tasks);
  return mapTasks(tasks, (name) => {
    const column: ArrayLike<number> | undefined = values[name];
    if (column?.length !== count)
      throw invalidArgument(where, `expected ${count} values for "${name}", one an image`, column?.length ?? 'none');
    return readColumn(
      where,
      name,
      count,
      (index) => checkValue(tasks[name] as Task, column[index] as number),
      (index) => `image ${index}`,
    );
  });
}

/** Checks what the types promise already, for plain JavaScript. */
function checkTasks(where: string, tasks: TaskMap): void {
  for (const name of taskNames(tasks)) {
    if (typeof tasks[name]?.value !== 'function')
      throw invalidArgument(
        where,
        `"${name}" must be a task such as regression() or classification([...])`,
        formatValue(tasks[name]),
      );
  }
}

function readColumn(
  where: string,
  name: string,
  count: number,
  valueAt: (index: number) => number,
  nameOf: (index: number) => string,
): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => {
    try {
      return valueAt(index);
    } catch (error) {
      throw new PolyheadError(
        'INVALID_LABEL',
        `${where}: label "${name}" of ${nameOf(index)}: ${errorMessage(error)}`,
        { where, cause: error },
      );
    }
  });
}

function valueOfLabel(task: Task, label: unknown): number {
  if (label === undefined)
    throw new PolyheadError(
      'INVALID_LABEL',
      'expected a label of that name, got none. Give the task the name that the records use, or add the label to the records.',
    );
  return task.type === 'regression' ? task.value(label as number) : task.value(label as string);
}

function checkValue(task: Task, value: number): number {
  if (task.type === 'regression') return task.value(value);
  if (task.labels[value] !== undefined) return value;
  throw new PolyheadError(
    'INVALID_LABEL',
    `expected a class index from 0 to ${task.labels.length - 1}, got ${formatValue(value)}`,
  );
}

/** The labels of some records, as a batch holds them. */
export function batchLabels<Tasks extends TaskMap>(
  tasks: Tasks,
  table: LabelValues<TaskName<Tasks>>,
  rows: Uint32Array,
  mixings?: readonly MixPlan[],
): BatchLabels<TaskName<Tasks>> {
  const labels = mapTasks(tasks, (name) => Float64Array.from(rows, (row) => table[name][row] as number));
  const targets = mapTasks(tasks, (name) => {
    const task = tasks[name] as Task;
    const target = new Float32Array(rows.length * task.units);
    rows.forEach((row, position) => task.encode(table[name][row] as number, target, position * task.units));
    if (mixings !== undefined) blendTargets(target, mixings);
    return target;
  });
  return { size: rows.length, targets, labels, indices: rows };
}

/** One thing for each task. */
export function mapTasks<Tasks extends TaskMap, Value>(
  tasks: Tasks,
  make: (name: TaskName<Tasks>) => Value,
): Record<TaskName<Tasks>, Value> {
  return Object.fromEntries(taskNames(tasks).map((name) => [name, make(name)])) as Record<TaskName<Tasks>, Value>;
}
