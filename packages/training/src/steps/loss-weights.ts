// How the losses of several tasks become one.
import { type Task, type TaskMap, type TaskName, taskNames, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from '../optimizers/optimizer';
import { zipTasks } from './predict-function';
import type { NamedArray } from './train-state';

/** A rule that adds up the losses of the tasks. */
export interface LossWeights {
  /** What is minimized, from the loss of each task in order. */
  total(losses: readonly tf.Tensor[]): tf.Tensor;
  /** What the rule learns, one scalar a task. They start with the rule and are the caller's to free. */
  readonly variables: readonly NamedVariable[];
}

const slot = 'log_variance';

/** Each loss times its task's `lossWeight`. */
export function fixedWeights(tasks: TaskMap): LossWeights {
  const weights = taskList(tasks).map(({ lossWeight }) => lossWeight);
  return { total: (losses) => tf.addN(losses.map((loss, index) => tf.mul(loss, weights[index] ?? 1))), variables: [] };
}

/**
 * Homoscedastic uncertainty (Kendall, Gal and Cipolla, 2018): the sum over tasks of c exp(-s) loss + s / 2, where s is
 * the learned logarithm of a variance and c is 1/2 for regression, 1 for classification.
 * s begins where c exp(-s) is the task's `lossWeight`. Throws if that is 0.
 */
export function uncertaintyWeights(tasks: TaskMap): LossWeights {
  const factors = taskList(tasks).map(likelihoodFactor);
  const starts = taskNames(tasks).map((name, index) =>
    initialLogVariance(name, tasks[name] as Task, factors[index] ?? 1),
  );
  const variables = taskNames(tasks).map((name, index) => ({
    name: `${slot}/${name}`,
    variable: tf.tidy(() => tf.variable(tf.scalar(starts[index] ?? 0))),
    weightDecay: false,
  }));
  const term = (loss: tf.Tensor, index: number): tf.Tensor => {
    const logVariance = variables[index]?.variable as tf.Variable;
    return tf.add(tf.mul(tf.mul(tf.exp(tf.neg(logVariance)), factors[index] ?? 1), loss), tf.mul(logVariance, 0.5));
  };
  return { total: (losses) => tf.addN(losses.map(term)), variables };
}

/** What each task's loss is multiplied by, out of what a step with {@link uncertaintyWeights} remembers. */
export function learnedWeights<Tasks extends TaskMap>(
  tasks: Tasks,
  state: readonly NamedArray[],
): Readonly<Record<TaskName<Tasks>, number>> {
  const names = taskNames(tasks);
  const weightOf = (name: TaskName<Tasks>): number =>
    likelihoodFactor(tasks[name] as Task) *
    Math.exp(-(state.find((array) => array.name === `${slot}/${name}`)?.values[0] ?? NaN));
  return zipTasks(names, names.map(weightOf));
}

function initialLogVariance(name: string, { lossWeight }: Task, factor: number): number {
  if (lossWeight > 0) return Math.log(factor / lossWeight);
  throw new PolyheadError(
    'INVALID_ARGUMENT',
    `train: "lossWeighting: 'uncertainty'" begins at the tasks' own weights and needs them above 0, got a "lossWeight" of ${lossWeight} for "${name}". Give it a small one, or leave the task out.`,
  );
}

/** Of a Gaussian likelihood 1/2 stands before the squared error; a softmax with a temperature has no such factor. */
function likelihoodFactor({ type }: Task): number {
  return type === 'regression' ? 0.5 : 1;
}

function taskList(tasks: TaskMap): readonly Task[] {
  return taskNames(tasks).map((name) => tasks[name] as Task);
}
