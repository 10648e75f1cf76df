import { expectList } from '@polyhead/tasks';
import type { NamedVariable } from '../optimizers/optimizer';

/** One array of numbers with its name and shape. */
export interface StateArray {
  /** What it is, such as `conv2d/kernel` or `first/conv2d/kernel`. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values, row by row. */
  readonly values: Float32Array;
}

/** Everything that a training step changes. */
export interface TrainState {
  /** Weights of the network, in the order of the tfjs model's `weights`. */
  readonly weights: readonly StateArray[];
  /**
   * What the optimizer remembers, in the order of its slots; behind it the tasks' log variances, where they are
   * learned.
   */
  readonly optimizer: readonly StateArray[];
}

/** Copies variables into arrays. */
export async function readVariables(variables: readonly NamedVariable[]): Promise<StateArray[]> {
  return Promise.all(
    variables.map(async ({ name, variable }) => ({
      name,
      shape: [...variable.shape],
      values: new Float32Array(await variable.data()),
    })),
  );
}

/**
 * Throws where the arrays are not made for these variables; `what` is what the message calls them. Names may differ
 * (tfjs numbers layers as it makes them), their order and shapes may not.
 */
export function checkState(variables: readonly NamedVariable[], arrays: readonly StateArray[], what: string): void {
  expectList('writeState', arrays, {
    what: `arrays of ${what}`,
    members: ['shape', 'values'],
    example: 'what readTrainState returned',
  });
  if (variables.length !== arrays.length) {
    throw new Error(
      `writeState: expected ${variables.length} arrays of ${what}, got ${arrays.length}. The state was saved from another network or optimizer.`,
    );
  }
  variables.forEach(({ name, variable }, index) => {
    const array = arrays[index] as StateArray;
    if (variable.shape.join() !== array.shape.join() || array.values.length !== variable.size) {
      throw new Error(
        `writeState: expected ${what} "${name}" of shape [${variable.shape.join(', ')}], got "${array.name}" of shape [${array.shape.join(', ')}]. The state was saved from another network or optimizer.`,
      );
    }
  });
}
