import { type TaskMap, type TaskName, taskNames, invalidArgument, PolyheadError } from '@polyhead/core';
import type { EpochRecord } from './history';

/**
 * A number of the history by its place in an epoch's record: `validation.loss`, `validation.race.accuracy`,
 * `training.age.meanAbsoluteError`…
 */
export type MetricPath<Tasks extends TaskMap = TaskMap> =
  `${'training' | 'validation'}.${'loss' | { [Name in TaskName<Tasks>]: `${Name}.${'loss' | Tasks[Name]['metric']['name']}` }[TaskName<Tasks>]}`;

/** What has to be known of a run before a number of its history can be watched. */
export interface MetricContext<Tasks extends TaskMap> {
  readonly tasks: Tasks;
  /** Whether every epoch is scored on a validation source. Default true. */
  readonly hasValidation?: boolean;
}

/** A number of the history that someone watches. */
export interface MetricReader {
  /**
   * What the number is, as text: its path and, for a loss, what the loss is made of. Two numbers can be compared only
   * if their identities are equal.
   */
  readonly identity: string;
  /** Its value in a record. Throws if the record has no such number. */
  valueOf(record: EpochRecord): number;
  /** Whether `value` is better than `other` by more than `minDelta`. Never true of NaN. */
  isBetter(value: number, other: number, minDelta?: number): boolean;
}

/**
 * Finds a number in the history and knows which way is better: a task's own facts say so for its metric, a loss should
 * be low.
 *
 * Throws, naming `where`, if the path leads nowhere, or to a validation that the run does not have.
 */
export function readMetric<Tasks extends TaskMap>(
  where: string,
  { tasks, hasValidation = true }: MetricContext<Tasks>,
  path: MetricPath<Tasks>,
): MetricReader {
  const [split, ...keys] = String(path).split('.') as ['training' | 'validation', ...string[]];
  const [name, metric] = keys.length === 1 ? [undefined, keys[0]] : keys;
  const facts = name === undefined ? undefined : Object.hasOwn(tasks, name) ? tasks[name]?.metric : undefined;
  const known =
    metric === 'loss' ? name === undefined || facts !== undefined : facts !== undefined && facts.name === metric;
  if (!['training', 'validation'].includes(split) || keys.length > 2 || !known)
    throw invalidArgument(where, `expected one of ${pathsOf(tasks).join(', ')}`, `"${path}"`);
  const noValidation = `${where}: "${path}" is not in the history, as there is no validation. Pass "validation" to train, or watch "training.${keys.join('.')}".`;
  if (split === 'validation' && !hasValidation) throw new PolyheadError('INVALID_ARGUMENT', noValidation);
  const higherIsBetter = metric === 'loss' ? false : (facts?.higherIsBetter ?? false);
  const watched = metric === 'loss' ? lossesOf(tasks, name) : undefined;
  return {
    identity: JSON.stringify([path, ...(watched === undefined ? [] : [watched])]),
    valueOf: (record) => {
      const scores = record[split];
      if (scores === undefined) throw new PolyheadError('INVALID_ARGUMENT', noValidation);
      return name === undefined
        ? scores.loss
        : (((scores as Record<string, unknown>)[name] as Record<string, number>)[metric as string] ?? NaN);
    },
    isBetter: (value, other, minDelta = 0) =>
      (higherIsBetter ? value > other + minDelta : value < other - minDelta) ||
      (Number.isNaN(other) && !Number.isNaN(value)),
  };
}

/** What decides the loss of one task, or the total loss: a value of another loss cannot be compared with it. */
function lossesOf(tasks: TaskMap, name: string | undefined): unknown {
  const names = name === undefined ? taskNames(tasks) : [name];
  return names.map((task) => {
    const { loss, lossOptions, lossWeight } = tasks[task] ?? {};
    return [task, loss, lossOptions, ...(name === undefined ? [lossWeight] : [])];
  });
}

function pathsOf(tasks: TaskMap): string[] {
  return ['training', 'validation'].flatMap((split) => [
    `${split}.loss`,
    ...taskNames(tasks).flatMap((name) => [`${split}.${name}.loss`, `${split}.${name}.${tasks[name]?.metric.name}`]),
  ]);
}
