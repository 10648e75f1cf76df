import type { BatchSource, TaskMap } from '@polyhead/core';
import type { TrainOptions } from './train-options';

/** A way to end a run between two batches, whichever loop reads them. */
export interface Abort<Tasks extends TaskMap> {
  /** The options of the run, whose sources end with the error once there is one. */
  readonly options: TrainOptions<Tasks>;
  /** Makes the next request for a batch fail with this error; the first error counts. */
  abort(error: Error): void;
}

/** Lets a run be ended between batches: of training, validation and the recomputation of batch norm statistics. */
export function abortableSources<Tasks extends TaskMap>(options: TrainOptions<Tasks>): Abort<Tasks> {
  let failure: Error | undefined;
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  const { training, validation } = options;
  return {
    options: {
      ...options,
      training: checked(training, check),
      ...(validation && { validation: checked(validation, check) }),
    },
    abort: (error) => void (failure ??= error),
  };
}

/** The same source, which checks before each batch. Its other members run on the source itself. */
function checked<Tasks extends TaskMap>(source: BatchSource<Tasks>, check: () => void): BatchSource<Tasks> {
  const batches: BatchSource<Tasks>['batches'] = async function* (epoch, startBatch) {
    for await (const batch of source.batches(epoch, startBatch)) {
      check();
      yield batch;
    }
  };
  // not a proxy of the source itself, which may be frozen
  return new Proxy({} as BatchSource<Tasks>, {
    has: (_, name) => name in source,
    get: (_, name) => {
      if (name === 'batches') return batches;
      const member: unknown = Reflect.get(source, name, source);
      return typeof member === 'function' ? (member.bind(source) as unknown) : member;
    },
  });
}
