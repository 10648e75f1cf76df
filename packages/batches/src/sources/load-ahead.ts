import type { EpochPlan } from './epoch-plan';
import type { LoadJob, LoadResult } from '../loader/image-loader';

export interface LoadAheadOptions {
  readonly plan: EpochPlan;
  readonly epoch: number;
  /** First batch. */
  readonly from: number;
  /** Batches that are under way while the consumer has one. */
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
 * The batches of an epoch in order, some of them loading while the consumer is busy. Memory for pixels goes round: that
 * of a batch is used again when the next one is asked for.
 */
export async function* loadAhead(options: LoadAheadOptions): AsyncGenerator<LoadedBatch> {
  const { plan, prefetch, batchBytes } = options;
  const free: SharedArrayBuffer[] = [];
  const underWay: { loaded: Promise<LoadedBatch>; memory: SharedArrayBuffer }[] = [];
  let next = options.from;
  const start = (count: number): void => {
    for (; underWay.length < count && next < plan.length; next++) {
      const memory = free.pop() ?? new SharedArrayBuffer(batchBytes);
      const loaded = loadBatch(options, next, memory);
      loaded.catch(() => undefined); // told when its turn comes
      underWay.push({ loaded, memory });
    }
  };
  try {
    for (start(Math.max(1, prefetch)); underWay.length > 0; start(Math.max(1, prefetch))) {
      const { loaded, memory } = underWay.shift() as (typeof underWay)[number];
      start(prefetch);
      yield await loaded;
      free.push(memory);
    }
  } finally {
    await Promise.allSettled(underWay.map(({ loaded }) => loaded));
  }
}

async function loadBatch(
  { plan, epoch, files, isSkipped, run }: LoadAheadOptions,
  batch: number,
  output: SharedArrayBuffer,
): Promise<LoadedBatch> {
  const all = plan.batch(epoch, batch);
  const places = [...all.keys()].filter((place) => !isSkipped(all[place] as number));
  const indices = places.map((place) => all[place] as number);
  const job: LoadJob = {
    epoch,
    batch,
    indices,
    files: indices.map((index) => files[index] as string),
    places: places.map((place) => batch * plan.batchSize + place),
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
