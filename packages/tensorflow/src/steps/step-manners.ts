// What the steps of this package have in common, wherever they run.
import type { TrainStepOptions } from '@polyhead/training';

/** Does something at the first call only; later calls wait for it. */
export function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}

/** Throws where a batch should be split, which a graph of the whole batch does not do. */
export function refuseMicroBatches(where: string, { microBatchSize }: TrainStepOptions): void {
  if (microBatchSize !== undefined) throw new Error(`${where}: expected no "microBatchSize", as a compiled step takes the whole batch, got ${microBatchSize}. Leave it out, or take an eagerStep.`);
}
