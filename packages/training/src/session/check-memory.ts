import type { Network } from '@polyhead/model';
import type { BatchSource } from '@polyhead/tasks';
import { estimateMemory } from './estimate-memory';

/** Throws where a training step cannot fit into `limit` bytes, with the largest batch that might. `whose` names the memory. */
export function checkMemory(network: Pick<Network, 'model' | 'imageShape'>, source: Pick<BatchSource, 'batchSize' | 'size'>, limit: number, whose: string): void {
  const batchSize = Math.min(source.batchSize, source.size); // a batch beyond the data is all of it
  const needed = estimateMemory(network, batchSize);
  if (needed <= limit) return;
  const fixed = estimateMemory(network, 0);
  const most = Math.floor((limit - fixed) / ((needed - fixed) / batchSize));
  const advice = most > 0 ? `Pass "batchSize" of at most ${most} to the source, or smaller pictures.` : 'Take smaller pictures or a smaller network.';
  throw new Error(`train: a step of ${batchSize} pictures needs at least ${gib(needed)} GiB, more than the ${gib(limit)} GiB of ${whose}. ${advice}`);
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
