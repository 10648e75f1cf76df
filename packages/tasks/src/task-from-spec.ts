import { ageDistribution, type AgeDistributionOptions } from './age-distribution';
import { binary, type BinaryOptions } from './binary';
import { classification, type ClassificationOptions } from './classification';
import { describeValue } from './describe-value';
import { regression, type RegressionOptions } from './regression';
import type { Task, TaskSpec } from './task';
import { type TaskMap, taskNames } from './task-map';

const factories: Readonly<Record<string, (spec: TaskSpec) => Task>> = {
  ageDistribution: (spec) => ageDistribution(spec as AgeDistributionOptions),
  binary: (spec) => binary(labelsOf(spec) as [string, string], spec as BinaryOptions),
  classification: (spec) => classification(labelsOf(spec), spec as ClassificationOptions),
  regression: (spec) => regression(spec as RegressionOptions),
};

/**
 * The task that `task.toJSON()` wrote.
 *
 * Throws where the kind is unknown or an argument does not fit.
 *
 * @example
 * ```ts
 * import { regression, taskFromSpec } from '@polyhead/tasks';
 * const same = taskFromSpec(regression({ scale: 116 }).toJSON());
 * ```
 */
export function taskFromSpec(spec: TaskSpec): Task {
  const kind: unknown = spec !== null && typeof spec === 'object' ? spec.kind : undefined;
  const factory = typeof kind === 'string' && Object.hasOwn(factories, kind) ? factories[kind] : undefined;
  if (factory === undefined) {
    throw new Error(`taskFromSpec: expected "kind" to be one of ${Object.keys(factories).join(', ')}, got ${describeValue(kind)}. Was the file written by a newer version?`);
  }
  return factory(spec);
}

/**
 * All tasks of a network from the JSON of a {@link TaskMap}, in the order of its keys.
 *
 * @example
 * ```ts
 * import { faceTasks, tasksFromSpecs } from '@polyhead/tasks';
 * const tasks = tasksFromSpecs(JSON.parse(JSON.stringify(faceTasks())));
 * ```
 */
export function tasksFromSpecs(specs: Readonly<Record<string, TaskSpec>>): TaskMap {
  return Object.fromEntries(taskNames(specs).map((name) => [name, taskFromSpec(specs[name] as TaskSpec)]));
}

function labelsOf(spec: TaskSpec): string[] {
  const { labels } = spec;
  if (Array.isArray(labels) && labels.every((label) => typeof label === 'string')) return labels;
  throw new Error(`taskFromSpec: expected "labels" of a ${spec.kind} task to be a list of strings, got ${describeValue(labels)}.`);
}
