import type { TaskMap } from '@polyhead/core';
import { clone, dispose, getBackend, findBackend, keep, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { assertNetwork } from './assert-network';
import type { Network } from './network';

/** The weights of a network as they were at one moment. */
export interface HeldWeights {
  /** Runs a synchronous function while the network has these weights, whatever a run has made of them since. */
  during<T>(run: () => T): T;
  /** Frees what is held; the network stays as it is. */
  release(): void;
}

/** An engine that keeps newer weights than the variables brings them back by this method of its tfjs backend. */
interface KeepsWeights {
  pullVariables?(variables: readonly Variable[]): void;
}

/**
 * Holds the current weights of a network, so that predictions in several batches use the same weights, even while the
 * network is in training. Copies nothing: values are shared until training replaces them.
 *
 * @param network - The network whose weights are held.
 * @returns A handle that runs functions with these weights, and releases them.
 * @throws {PolyheadError} INVALID_ARGUMENT if the argument is not a network; DISPOSED if it was disposed of.
 *
 * @example
 * ```ts
 * import { buildFaceNet, holdWeights } from '@polyhead/model';
 * import { faceTasks } from '@polyhead/core';
 * const network = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 32 });
 * const held = holdWeights(network);
 * const names = held.during(() => network.model.weights.map(({ name }) => name));
 * held.release();
 * ```
 */
export function holdWeights<Tasks extends TaskMap>(network: Network<Tasks>): HeldWeights {
  assertNetwork('holdWeights', network);
  const variables = network.model.weights.map((weight) => weight.read() as Variable);
  const held = newest(variables);
  return {
    during: (run) => {
      const changed = [...variables.keys()].filter((index) => variables[index]?.dataId !== held[index]?.dataId);
      if (changed.length === 0) return run();
      const now = changed.map((index) => variables[index] as Variable);
      const values = newest(now);
      try {
        now.forEach((variable, position) => variable.assign(held[changed[position] as number] as Tensor));
        return run();
      } finally {
        now.forEach((variable, position) => variable.assign(values[position] as Tensor));
        dispose(values);
      }
    },
    release: () => dispose(held),
  };
}

/** Runs a synchronous function while the variables of a network have the newest weights: it then sees one moment. */
export function withNewestWeights<T>({ model }: Network, run: () => T): T {
  pull(model.weights.map((weight) => weight.read() as Variable));
  return run();
}

/** The newest values of variables; the caller frees them. */
function newest(variables: readonly Variable[]): Tensor[] {
  pull(variables);
  return variables.map((variable) => keep(clone(variable)));
}

/** Brings the newest values into variables, wherever the engine keeps them. */
function pull(variables: readonly Variable[]): void {
  const engine = findBackend(getBackend()) as KeepsWeights | null;
  engine?.pullVariables?.(variables);
}
