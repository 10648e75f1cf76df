import { type Batch, describeValue, type Task, type TaskMap, type TaskName, taskNames } from '@polyhead/tasks';
import { messageOf } from './checks';
import { type Mixing, mixTargets } from './mix';

/** Labels as numbers by task, one a record. */
export type LabelValues<Name extends string = string> = Readonly<Record<Name, Float64Array>>;

/** The parts of a batch that do not depend on pixels. */
export type BatchLabels<Name extends string> = Pick<Batch<Name>, 'size' | 'targets' | 'values' | 'indices'>;

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
  return byName(tasks, (name) =>
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
  return byName(tasks, (name) => {
    const column: ArrayLike<number> | undefined = values[name];
    if (column?.length !== count)
      throw new Error(
        `${where}: expected ${count} values for "${name}", one a picture, got ${column?.length ?? 'none'}.`,
      );
    return readColumn(
      where,
      name,
      count,
      (index) => checkValue(tasks[name] as Task, column[index] as number),
      (index) => `picture ${index}`,
    );
  });
}

/** Checks what the types promise already, for plain JavaScript. */
function checkTasks(where: string, tasks: TaskMap): void {
  for (const name of taskNames(tasks)) {
    if (typeof tasks[name]?.value !== 'function')
      throw new Error(
        `${where}: expected "${name}" to be a task such as regression() or classification([...]), got ${describeValue(tasks[name])}.`,
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
      throw new Error(`${where}: label "${name}" of ${nameOf(index)}: ${messageOf(error)}`, { cause: error });
    }
  });
}

function valueOfLabel(task: Task, label: unknown): number {
  if (label === undefined)
    throw new Error(
      'expected a label of that name, got none. Give the task the name that the records use, or add the label to the records.',
    );
  return task.type === 'regression' ? task.value(label as number) : task.value(label as string);
}

function checkValue(task: Task, value: number): number {
  if (task.type === 'regression') return task.value(value);
  if (task.labels[value] !== undefined) return value;
  throw new Error(`expected a class index from 0 to ${task.labels.length - 1}, got ${describeValue(value)}`);
}

/** The labels of some records, as a batch holds them. */
export function batchLabels<Tasks extends TaskMap>(
  tasks: Tasks,
  table: LabelValues<TaskName<Tasks>>,
  rows: Uint32Array,
  mixings?: readonly Mixing[],
): BatchLabels<TaskName<Tasks>> {
  const values = byName(tasks, (name) => Float64Array.from(rows, (row) => table[name][row] as number));
  const targets = byName(tasks, (name) => {
    const task = tasks[name] as Task;
    const target = new Float32Array(rows.length * task.units);
    rows.forEach((row, position) => task.encode(table[name][row] as number, target, position * task.units));
    if (mixings !== undefined) mixTargets(target, mixings);
    return target;
  });
  return { size: rows.length, targets, values, indices: rows };
}

/** One thing for each task. */
export function byName<Tasks extends TaskMap, Value>(
  tasks: Tasks,
  make: (name: TaskName<Tasks>) => Value,
): Record<TaskName<Tasks>, Value> {
  return Object.fromEntries(taskNames(tasks).map((name) => [name, make(name)])) as Record<TaskName<Tasks>, Value>;
}
