import type { EpochPlan } from './epoch-plan';
import type { LoadJob, LoadResult } from '../loader/image-loader';

/** What {@link prefetchBatches} loads, and with what. */
export interface PrefetchOptions {
  readonly plan: EpochPlan;
  readonly epoch: number;
  /** First batch. */
  readonly startBatch: number;
  /** Batches that load while the consumer has one. */
  readonly prefetch: number;
  /** Size of a full batch. */
  readonly batchBytes: number;
  readonly files: readonly string[];
  readonly isSkipped: (index: number) => boolean;
  readonly run: (job: LoadJob) => Promise<LoadResult>;
}

/** The pixels of a batch, and the records that they belong to. */
export interface LoadedBatch {
  /** Its number in the epoch. */
  readonly batch: number;
  readonly rows: Uint32Array;
  /** Holds `rows.length` images at its beginning. */
  readonly images: Uint8Array;
  readonly failures: readonly { readonly index: number; readonly reason: string }[];
}

/**
 * Yields the batches of an epoch in order, while the next ones load. The memory of a batch is reused once the next
 * batch is requested.
 */
export async function* prefetchBatches(options: PrefetchOptions): AsyncGenerator<LoadedBatch> {
  const { plan, prefetch, batchBytes } = options;
  const free: SharedArrayBuffer[] = [];
  const inFlight: { loaded: Promise<LoadedBatch>; memory: SharedArrayBuffer }[] = [];
  let next = options.startBatch;
  const start = (count: number): void => {
    for (; inFlight.length < count && next < plan.length; next++) {
      const memory = free.pop() ?? new SharedArrayBuffer(batchBytes);
      const loaded = loadBatch(options, next, memory);
      loaded.catch(() => undefined); // thrown when the batch is due
      inFlight.push({ loaded, memory });
    }
  };
  try {
    for (start(Math.max(1, prefetch)); inFlight.length > 0; start(Math.max(1, prefetch))) {
      const { loaded, memory } = inFlight.shift() as (typeof inFlight)[number];
      start(prefetch);
      yield await loaded;
      free.push(memory);
    }
  } finally {
    await Promise.allSettled(inFlight.map(({ loaded }) => loaded));
  }
}

async function loadBatch(
  { plan, epoch, files, isSkipped, run }: PrefetchOptions,
  batch: number,
  output: SharedArrayBuffer,
): Promise<LoadedBatch> {
  const all = plan.batch(epoch, batch);
  const positions = [...all.keys()].filter((position) => !isSkipped(all[position] as number));
  const indices = positions.map((position) => all[position] as number);
  const job: LoadJob = {
    epoch,
    batch,
    indices,
    files: indices.map((index) => files[index] as string),
    orderIndices: positions.map((position) => batch * plan.batchSize + position),
    output,
  };
  const failed = new Map((await run(job)).failures.map(({ position, reason }) => [position, reason]));
  return {
    batch,
    rows: Uint32Array.from(indices.filter((_, position) => !failed.has(position))),
    images: new Uint8Array(output),
    failures: [...failed].map(([position, reason]) => ({ index: indices[position] as number, reason })),
  };
}
