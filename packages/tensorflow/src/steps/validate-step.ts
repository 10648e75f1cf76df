// What the steps of this package have in common, wherever they run.
import { assertNetwork } from '@polyhead/model';
import { assertObject, invalidArgument } from '@polyhead/core';
import type { TrainStepOptions } from '@polyhead/training';
import type { CompiledStepOptions } from './compiled-predict-step';

export const compiledNames = { precision: true } satisfies Record<keyof CompiledStepOptions, true>;

/** Does something at the first call only; later calls wait for it. */
export function memoizeAsync(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}

/**
 * Throws on what is no network or no options, and where a batch should be split, which a graph of the whole batch does
 * not do.
 */
export function validateStepOptions(
  where: string,
  network: unknown,
  options: TrainStepOptions,
  compiled: object,
): void {
  assertNetwork(where, network);
  assertObject(where, options, { requiredKeys: ['optimizer', 'seed'], example: '{ optimizer: adam(), seed: 7 }' });
  assertObject(where, compiled, { optionKeys: compiledNames, example: "{ precision: 'bfloat16' }" });
  const { microBatchSize } = options;
  if (microBatchSize !== undefined)
    throw invalidArgument(
      where,
      'expected no "microBatchSize", as a compiled step takes the whole batch',
      microBatchSize,
      'Leave it out, or take an eagerStep.',
    );
}
