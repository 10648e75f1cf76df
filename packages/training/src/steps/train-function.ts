import { assertNetwork, type Network } from '@polyhead/model';
import { assertObject, type TaskMap, type TaskName, taskNames, invalidArgument, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { getLoss } from '../losses/get-loss';
import { fixedWeights, type LossWeights, uncertaintyWeights } from './loss-weights';
import { withEma } from '../optimizers/with-ema';
import type { NamedVariable, Optimizer, OptimizerInstance, StepScalars } from '../optimizers/optimizer';
import { patchForTraining } from '../layer-patches/patch-layers';
import { captureLogits } from '../layer-patches/capture-logits';
import { checkMicroBatchSize, type ComputeGradients, accumulateGradients } from './micro-batches';
import { allWeights, type LayerWeight, trainableWeights } from './network-weights';
import { normalizeImages, zipTasks } from './predict-function';
import type { TrainStepOptions } from './train-step';

/** Tensors that one training step gives; the caller frees them. */
export interface StepTensors<Tasks extends TaskMap = TaskMap> {
  /** What was minimized, a scalar. */
  readonly loss: tf.Scalar;
  /** Loss of each task before its weight, scalars. */
  readonly losses: Readonly<Record<TaskName<Tasks>, tf.Scalar>>;
  /** Outputs of the training forward pass, [n, units]. */
  readonly outputs: Readonly<Record<TaskName<Tasks>, tf.Tensor2D>>;
}

/** One training step as tensor operations over variables. */
export interface TrainFunction<Tasks extends TaskMap = TaskMap> {
  /**
   * Does one step: forward, backward, new weights, moving averages and optimizer slots.
   * `images` [n, height, width, channels] are pixels 0 to 255 as int32, `targets` [n, units] float32.
   * Reads no value and draws no random number; without `clock.numbers` everything that differs between two steps comes
   * in as a tensor, so that the call can be traced and replayed.
   */
  run(
    images: tf.Tensor4D,
    targets: Readonly<Record<TaskName<Tasks>, tf.Tensor2D>>,
    clock: StepScalars,
  ): StepTensors<Tasks>;
  /** All weights of the network layer by layer, frozen ones included. */
  readonly weights: readonly NamedVariable[];
  /** What the optimizer remembers, and the tasks' log variances where they are learned. */
  readonly slots: readonly NamedVariable[];
  /** Frees the slots. */
  dispose(): void;
}

/**
 * Returns the training step of a network as a function of tensors: `eagerStep` runs it, and compiled engines trace it.
 *
 * During a call of `run`, the layers of the network behave as training mode needs. Before and after a call they are
 * unchanged.
 *
 * @param network - Network to train.
 * @param options - Optimizer, seed of the noise, and how the losses are weighted and averaged.
 * @returns The function, with the variables that it changes; dispose of it after use.
 * @throws {PolyheadError} INVALID_ARGUMENT if the network has no trainable weights or an option is not valid.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { adam, trainFunction } from '@polyhead/training';
 * declare const network: Network;
 * const step = trainFunction(network, { optimizer: adam(), seed: 7 });
 * step.weights.map(({ name }) => name);
 * step.dispose();
 * ```
 */
export function trainFunction<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
): TrainFunction<Tasks> {
  assertNetwork('trainFunction', network);
  assertObject('trainFunction', options, {
    requiredKeys: ['optimizer', 'seed'],
    example: '{ optimizer: adam(), seed: 7 }',
  });
  checkMicroBatchSize(options.microBatchSize);
  const { model, tasks } = network;
  const names = taskNames(tasks);
  const ofNetwork = trainableWeights(model);
  if (ofNetwork.length === 0)
    throw invalidArgument(
      'trainFunction',
      'expected a network with weights to train',
      'none',
      'Set "trainable" of at least one layer to true.',
    );
  const weighting = options.lossWeighting === 'uncertainty' ? uncertaintyWeights(tasks) : fixedWeights(tasks);
  const trainable: readonly LayerWeight[] = [...ofNetwork, ...weighting.variables];
  const { optimizer, emaDecay } = options;
  const instance = startOptimizer(
    emaDecay === undefined ? optimizer : withEma(optimizer, emaDecay),
    trainable,
    weighting.variables,
  );
  const slots = [...instance.slots, ...weighting.variables];
  const compute = gradientFunction(network, options, weighting, trainable);
  return {
    run: (images, targets, clock) =>
      tf.tidy(() => {
        const rows = names.map((name) => targets[name]);
        const [gradients, results] = compute(images, rows, clock);
        instance.apply(gradients, clock);
        for (const { variable, constrain } of trainable)
          if (constrain !== undefined) variable.assign(constrain(variable));
        const [loss, ...rest] = results as [tf.Scalar, ...tf.Tensor[]];
        return {
          loss,
          losses: zipTasks(names, rest.slice(0, names.length) as tf.Scalar[]),
          outputs: zipTasks(names, rest.slice(names.length) as tf.Tensor2D[]),
        };
      }),
    weights: allWeights(model),
    slots,
    dispose: () => slots.forEach(({ variable }) => variable.dispose()),
  };
}

/** Forward and backward pass of a network in training mode: the total loss, the loss of each task, and the outputs. */
function gradientFunction<Tasks extends TaskMap>(
  { model, tasks }: Network<Tasks>,
  { seed, microBatchSize }: TrainStepOptions,
  weighting: LossWeights,
  trainable: readonly NamedVariable[],
): ComputeGradients {
  const losses = taskNames(tasks).map((name) => getLoss(tasks[name] as Tasks[typeof name]));
  let current: StepScalars | undefined;
  const clock = (): StepScalars => {
    if (current === undefined)
      throw new PolyheadError('INTERNAL', 'trainFunction: a layer ran in training mode outside of a step.');
    return current;
  };
  const withPatches = patchForTraining(model, { seed, clock });
  const withLogits = captureLogits(model);
  const forward = (images: tf.Tensor4D, targets: readonly tf.Tensor2D[]): tf.Tensor[] =>
    withLogits((logitsOf) => {
      const outputs = [model.apply(normalizeImages(images), { training: true })].flat() as tf.Tensor2D[];
      const each = losses.map(({ tensor }, index) =>
        tf.mean(tensor(targets[index] as tf.Tensor2D, outputs[index] as tf.Tensor2D, logitsOf(index))),
      );
      const total = tf.addN([weighting.total(each), ...(model.calculateLosses() as tf.Scalar[])]);
      return [total, ...each, ...outputs];
    });
  const compute: ComputeGradients = (images, targets, stepClock) => {
    current = stepClock;
    try {
      return withPatches(() => gradientsOf(() => forward(images, targets), trainable));
    } finally {
      current = undefined;
    }
  };
  return microBatchSize === undefined ? compute : accumulateGradients(compute, microBatchSize);
}

/** Starts the optimizer; if it throws, frees what was made for it. */
function startOptimizer(
  optimizer: Optimizer,
  trainable: readonly LayerWeight[],
  made: readonly NamedVariable[],
): OptimizerInstance {
  try {
    return optimizer.start(trainable);
  } catch (error) {
    made.forEach(({ variable }) => variable.dispose());
    throw error;
  }
}

/** Gradients of the first tensor that `compute` gives, one for each weight, and all that it gives. */
function gradientsOf(compute: () => tf.Tensor[], weights: readonly NamedVariable[]): [tf.Tensor[], tf.Tensor[]] {
  let results: tf.Tensor[] = [];
  const first = (): tf.Scalar => {
    results = compute().map((tensor) => tf.keep(tensor));
    return results[0] as tf.Scalar;
  };
  try {
    const { grads } = tf.variableGrads(
      first,
      weights.map(({ variable }) => variable),
    );
    const owned = results.map((kept) => tf.clone(kept)); // ordinary tensors, which the surrounding tidy owns
    return [weights.map(({ variable }) => grads[variable.name] ?? tf.zerosLike(variable)), owned];
  } finally {
    tf.dispose(results);
  }
}
