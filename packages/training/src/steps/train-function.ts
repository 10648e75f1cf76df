import { assertNetwork, type Network } from '@polyhead/model';
import { assertObject, type TaskMap, type TaskName, taskNames, invalidArgument, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { getLoss } from '../losses/get-loss';
import { fixedWeights, uncertaintyWeights } from './loss-weights';
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
 * The training step of a network as a function of tensors: what `eagerStep` runs and what a compiled engine traces.
 *
 * While `run` runs, the network's layers behave as it needs them in training mode. Before and after a call they are as
 * they were.
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
  assertObject('trainFunction', options, { members: ['optimizer', 'seed'], example: '{ optimizer: adam(), seed: 7 }' });
  const { seed, lossWeighting = 'fixed', emaDecay, microBatchSize } = options;
  checkMicroBatchSize(microBatchSize);
  const { model, tasks } = network;
  const names = taskNames(tasks);
  const losses = names.map((name) => getLoss(tasks[name] as Tasks[typeof name]));
  const ofNetwork = trainableWeights(model);
  if (ofNetwork.length === 0)
    throw invalidArgument(
      'trainFunction',
      'expected a network with weights to train',
      'none',
      'Set "trainable" of at least one layer to true.',
    );
  const weighting = lossWeighting === 'uncertainty' ? uncertaintyWeights(tasks) : fixedWeights(tasks);
  const trainable: readonly LayerWeight[] = [...ofNetwork, ...weighting.variables];
  const optimizer = emaDecay === undefined ? options.optimizer : withEma(options.optimizer, emaDecay);
  const running = startOptimizer(optimizer, trainable, weighting.variables);
  const slots = [...running.slots, ...weighting.variables];
  let now: StepScalars | undefined;
  const clock = (): StepScalars => {
    if (now === undefined)
      throw new PolyheadError('INTERNAL', 'trainFunction: a layer ran in training mode outside of a step.');
    return now;
  };
  const withOverrides = patchForTraining(model, { seed, clock });
  const whileWatching = captureLogits(model);

  const forward = (images: tf.Tensor4D, targets: readonly tf.Tensor2D[]): tf.Tensor[] =>
    whileWatching((logitsOf) => {
      const outputs = [model.apply(normalizeImages(images), { training: true })].flat() as tf.Tensor2D[];
      const each = outputs.map((output, index) =>
        tf.mean(
          (losses[index] as (typeof losses)[number]).tensor(targets[index] as tf.Tensor2D, output, logitsOf(index)),
        ),
      );
      const total = tf.addN([weighting.total(each), ...(model.calculateLosses() as tf.Scalar[])]);
      return [total, ...each, ...outputs];
    });

  const computeWhole: ComputeGradients = (images, targets, at) => {
    now = at;
    try {
      return withOverrides(() => gradientsOf(() => forward(images, targets), trainable));
    } finally {
      now = undefined;
    }
  };
  const compute = microBatchSize === undefined ? computeWhole : accumulateGradients(computeWhole, microBatchSize);

  return {
    run: (images, targets, at) =>
      tf.tidy(() => {
        const [gradients, results] = compute(
          images,
          names.map((name) => targets[name]),
          at,
        );
        running.apply(gradients, at);
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
