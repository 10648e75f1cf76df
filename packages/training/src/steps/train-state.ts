import type { NamedVariable } from '../optimizers/optimizer';

/** One array of numbers with its name and shape. */
export interface NamedArray {
  /** What it is, such as `conv2d/kernel` or `first/conv2d/kernel`. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values, row by row. */
  readonly values: Float32Array;
}

/** Everything that a training step changes. */
export interface TrainState {
  /** Weights of the network layer by layer: the order does not depend on which are trainable. */
  readonly weights: readonly NamedArray[];
  /**
   * What the optimizer remembers, in the order of its slots; behind it the tasks' log variances, where they are
   * learned.
   */
  readonly optimizer: readonly NamedArray[];
}

/** Copies variables into arrays. */
export async function readVariables(variables: readonly NamedVariable[]): Promise<NamedArray[]> {
  return Promise.all(
    variables.map(async ({ name, variable }) => ({
      name,
      shape: [...variable.shape],
      values: new Float32Array(await variable.data()),
    })),
  );
}
