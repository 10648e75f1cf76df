import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';

/** A rule that turns gradients into new weights. Made once, it can train any number of networks. */
export interface Optimizer {
  /** Its name and all its settings, for checkpoints and reports. */
  readonly settings: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Learning rate before any schedule. */
  readonly learningRate: number;
  /** Makes what the rule remembers about each of these weights, all zero. */
  start(weights: readonly NamedVariable[]): OptimizerInstance;
}

/** An optimizer at work on the weights of one network. */
export interface OptimizerInstance {
  /** What it remembers, in an order that never changes. Write into them to go on from a saved state. */
  readonly slots: readonly NamedVariable[];
  /**
   * Assigns new values to weights and slots. Made of tensor operations only, so that an engine can trace it; the
   * tensors made on the way are the caller's to tidy.
   */
  apply(gradients: readonly Tensor[], clock: StepScalars): void;
}

/** A variable under a name that does not depend on what else the program made. */
export interface NamedVariable {
  /** Layer and weight, such as `conv2d/kernel`. */
  readonly name: string;
  /** The tfjs variable. */
  readonly variable: Variable;
  /** Whether weight decay may shrink it. Default true. */
  readonly weightDecay?: boolean;
}

/** Where a run stands, as tensors. */
export interface StepScalars {
  /** Learning rate of this step, float32. */
  readonly learningRate: Scalar;
  /** Number of steps done before this one, int32. */
  readonly step: Scalar;
  /**
   * The same as numbers where they are known, for kernels that take numbers. Absent while a step is traced: then only
   * the tensors may enter the maths.
   */
  readonly numbers?: StepInfo;
}

/** Where a run stands, as numbers. */
export interface StepInfo {
  /** Learning rate of this step. */
  readonly learningRate: number;
  /** Number of steps done before this one. */
  readonly step: number;
}
