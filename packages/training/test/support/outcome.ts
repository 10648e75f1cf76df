// What two runs that should be the same are compared by.
import type { TaskMap } from '@polyhead/core';
import type { Network } from '@polyhead/model';
import type { History } from '@polyhead/training';
import { weightsOf } from './tiny-network';

export interface Outcome<Tasks extends TaskMap> {
  readonly epochs: readonly object[];
  readonly stopped: string | undefined;
  readonly weights: number[][];
  readonly history: History<Tasks>;
}

export function outcome<Tasks extends TaskMap>(history: History<Tasks>, network: Network<Tasks>): Outcome<Tasks> {
  return { epochs: history.epochs, stopped: history.stopped, weights: weightsOf(network), history };
}

/** All of an outcome that does not depend on the time it took. */
export function same<Tasks extends TaskMap>({ epochs, stopped, weights }: Outcome<Tasks>): object {
  return { epochs: epochs.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 })), stopped, weights };
}
