import { ageDistribution } from './age-distribution';
import { binary } from './binary';
import { classification } from './classification';
import { assertOneOf } from '../validate/assert-one-of';
import { regression } from './regression';
import type { Task, TaskSpec } from './task';
import { type TaskMap, taskNames } from './task-map';

const factories = {
  ageDistribution,
  binary: (options, labels) => binary(labels, options),
  classification: (options, labels) => classification(labels, options),
  regression,
} satisfies Record<string, (options: object, labels: never) => Task>;
const kinds = Object.keys(factories) as (keyof typeof factories)[];

/**
 * Restores a task from the JSON of `task.toJSON()`.
 *
 * @param spec - What `toJSON` returned.
 * @returns The same task.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if the kind is unknown or an option is out of range.
 *
 * @example
 * ```ts
 * import { regression, taskFromSpec } from '@polyhead/core';
 * const same = taskFromSpec(regression({ scale: 116 }).toJSON());
 * ```
 */
export function taskFromSpec(spec: TaskSpec): Task {
  const { kind, labels, ...options } = (spec ?? {}) as Readonly<Record<string, unknown>>;
  const known = assertOneOf('taskFromSpec', 'kind', kind, kinds, 'Was the file written by a newer version?');
  const factory: (options: object, labels: never) => Task = factories[known];
  return factory(options, labels as never);
}

/**
 * Restores all tasks of a network from the JSON of a {@link TaskMap}, in the order of its keys.
 *
 * @param specs - What `toJSON` returned for each task, by name.
 * @returns The tasks by name.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if a name or a task is not valid.
 *
 * @example
 * ```ts
 * import { faceTasks, tasksFromSpecs } from '@polyhead/core';
 * const tasks = tasksFromSpecs(JSON.parse(JSON.stringify(faceTasks())));
 * ```
 */
export function tasksFromSpecs(specs: Readonly<Record<string, TaskSpec>>): TaskMap {
  return Object.fromEntries(taskNames(specs).map((name) => [name, taskFromSpec(specs[name] as TaskSpec)]));
}
