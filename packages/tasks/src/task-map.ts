import { describeValue } from './describe-value';
import type { ClassificationTask, ClassPrediction, Task } from './task';

/**
 * The tasks of a network by name. The names, in this order, are the keys of labels, targets, branches, losses, history,
 * results and predictions.
 */
export type TaskMap = Readonly<Record<string, Task>>;

/** The names of the tasks in a {@link TaskMap}. */
export type TaskName<Tasks extends TaskMap> = Extract<keyof Tasks, string>;

/** What a picture is labelled with for one task: a number, or one of the task's labels. */
export type LabelOf<T extends Task> = T extends ClassificationTask<infer Label> ? Label : number;

/** What a network predicts for one task: a number, or a label with its probabilities. */
export type PredictionOf<T extends Task> = T extends ClassificationTask<infer Label> ? ClassPrediction<Label> : number;

/** A label for every task. */
export type LabelsOf<Tasks extends TaskMap> = { readonly [Name in TaskName<Tasks>]: LabelOf<Tasks[Name]> };

/** A prediction for every task. */
export type PredictionsOf<Tasks extends TaskMap> = { readonly [Name in TaskName<Tasks>]: PredictionOf<Tasks[Name]> };

const reserved = new Set(['loss', 'pictures', 'constructor', 'prototype']);

/**
 * Names of the tasks in the order of the network's outputs.
 *
 * Throws where there is no task, or a name is not a word (a letter, then letters, digits and `_`: tfjs names tensors
 * after it) or is taken (`loss` is the total loss in histories and evaluations, `pictures` are those that were
 * evaluated).
 *
 * @example
 * ```ts
 * import { faceTasks, taskNames } from '@polyhead/tasks';
 * taskNames(faceTasks()); // ['age', 'race', 'gender']
 * ```
 */
export function taskNames<Tasks extends Readonly<Record<string, unknown>>>(
  tasks: Tasks,
): Extract<keyof Tasks, string>[] {
  if (typeof tasks !== 'object' || tasks === null)
    throw new Error(
      `taskNames: expected the tasks by name, got ${describeValue(tasks)}. Pass e.g. { age: regression() }.`,
    );
  const names = Object.keys(tasks) as Extract<keyof Tasks, string>[];
  if (names.length === 0)
    throw new Error('taskNames: expected at least one task, got none. Pass e.g. { age: regression() }.');
  for (const name of names) {
    if (!/^[A-Za-z]\w*$/.test(name) || reserved.has(name)) {
      throw new Error(
        `taskNames: "${name}" cannot name a task: expected a letter, then letters, digits and "_", none of ${[...reserved].join(', ')}. Rename the task.`,
      );
    }
  }
  return names;
}
