import { formatValue } from '../errors/format-value';
import type { ClassificationTask, ClassPrediction, Task } from './task';
import { invalidArgument } from '../errors/invalid-argument';
import { PolyheadError } from '../errors/polyhead-error';

/**
 * The tasks of a network by name. The names, in this order, are the keys of labels, targets, branches, losses, history,
 * results and predictions.
 */
export type TaskMap = Readonly<Record<string, Task>>;

/** The names of the tasks in a {@link TaskMap}. */
export type TaskName<Tasks extends TaskMap> = Extract<keyof Tasks, string>;

/** What an image is labeled with for one task: a number, or one of the task's labels. */
export type LabelOf<T extends Task> = T extends ClassificationTask<infer Label> ? Label : number;

/** What a network predicts for one task: a number, or a label with its probabilities. */
export type PredictionOf<T extends Task> = T extends ClassificationTask<infer Label> ? ClassPrediction<Label> : number;

/** A label for every task. */
export type LabelsOf<Tasks extends TaskMap> = { readonly [Name in TaskName<Tasks>]: LabelOf<Tasks[Name]> };

/** A prediction for every task. */
export type PredictionsOf<Tasks extends TaskMap> = { readonly [Name in TaskName<Tasks>]: PredictionOf<Tasks[Name]> };

const reserved = new Set(['loss', 'images', 'constructor', 'prototype']);

/**
 * Returns the names of tasks in the order of the network's outputs.
 *
 * @param tasks - Tasks by name.
 * @returns The names.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if there is no task, or a name is not a word (a letter, then letters,
 * digits
 *   and `_`: tfjs names tensors after it) or is taken (`loss` is the total loss in histories and evaluations, `images`
 *   are those that were evaluated).
 *
 * @example
 * ```ts
 * import { faceTasks, taskNames } from '@polyhead/core';
 * taskNames(faceTasks()); // ['age', 'race', 'gender']
 * ```
 */
export function taskNames<Tasks extends Readonly<Record<string, unknown>>>(
  tasks: Tasks,
): Extract<keyof Tasks, string>[] {
  if (typeof tasks !== 'object' || tasks === null)
    throw invalidArgument(
      'taskNames',
      'expected the tasks by name',
      formatValue(tasks),
      'Pass e.g. { age: regression() }.',
    );
  const names = Object.keys(tasks) as Extract<keyof Tasks, string>[];
  if (names.length === 0)
    throw invalidArgument('taskNames', 'expected at least one task', 'none', 'Pass e.g. { age: regression() }.');
  for (const name of names) {
    if (!/^[A-Za-z]\w*$/.test(name) || reserved.has(name)) {
      throw new PolyheadError(
        'INVALID_ARGUMENT',
        `taskNames: "${name}" cannot name a task: expected a letter, then letters, digits and "_", none of ${[...reserved].join(', ')}. Rename the task.`,
      );
    }
  }
  return names;
}
