import type { Network } from '@polyhead/model';
import { PolyheadError, type BatchSource } from '@polyhead/core';
import { compilesSteps } from '../steps/register-train-step';
import { estimateMemory } from './estimate-memory';

/** What the memory of a step depends on: some of the options of `train`. */
export interface MemoryOptions {
  readonly training: Pick<BatchSource, 'batchSize' | 'size'>;
  readonly microBatchSize?: number;
  readonly compile?: boolean;
}

/**
 * Throws if a training step cannot fit into `limit` bytes, with the largest batch and the largest micro-batch that
 * might. `whose` names the memory.
 */
export function checkMemory(
  network: Pick<Network, 'model' | 'imageShape'>,
  { training, microBatchSize, compile = true }: MemoryOptions,
  limit: number,
  whose: string,
): void {
  const batchSize = Math.min(training.batchSize, training.size); // a batch beyond the data is all of it
  const atOnce = Math.min(batchSize, microBatchSize ?? batchSize);
  const eager = !(compile && compilesSteps());
  const needed = estimateMemory(network, batchSize, { atOnce, eager });
  if (needed <= limit) return;
  const parts = atOnce < batchSize ? ` in parts of ${atOnce}` : '';
  throw new PolyheadError(
    'OUT_OF_MEMORY',
    `train: a step of ${batchSize} images${parts} needs at least ${gib(needed)} GiB, more than the ${gib(limit)} GiB of ${whose}. ${advice(network, batchSize, limit, eager)}`,
  );
}

function advice(
  network: Pick<Network, 'model' | 'imageShape'>,
  batchSize: number,
  limit: number,
  eager: boolean,
): string {
  const most = largest((size) => estimateMemory(network, size, { eager }), limit);
  if (most < 1) return 'Take smaller images or a smaller network.';
  const part = Math.min(
    most,
    largest((size) => estimateMemory(network, batchSize, { atOnce: size, eager }), limit),
  );
  const split =
    eager && part > 0
      ? `"microBatchSize: ${part}" to train, which adds up the gradients of parts of a batch (each is normalized on its own), `
      : '';
  return `Pass ${split}${split === '' ? '' : 'or '}"batchSize" of at most ${most} to the source, or smaller images.`;
}

/** The largest size whose memory, which grows evenly, is within the limit. */
function largest(memory: (size: number) => number, limit: number): number {
  return Math.floor((limit - memory(0)) / (memory(1) - memory(0)));
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
