import { shuffleDomain } from '../augment/random-domains';
import { assertWholeNumber, invalidArgument, randomStream } from '@polyhead/core';

/** Which records make up each batch. */
export interface EpochPlan {
  readonly batchSize: number;
  readonly seed: number;
  /** Batches in an epoch. */
  readonly length: number;
  /** The records of a batch, by their positions in the list. */
  batch(epoch: number, batch: number): Uint32Array;
}

interface PlanOptions {
  readonly batchSize?: number;
  readonly seed?: number;
  readonly shuffle?: boolean;
  readonly dropLast?: boolean;
}

/** Divides epochs of `size` records into batches, as a function of the seed and the number of the epoch. */
export function createEpochPlan(where: string, size: number, options: PlanOptions, weights?: Float64Array): EpochPlan {
  const { shuffle = true, dropLast = false } = options;
  const batchSize = assertWholeNumber(where, 'batchSize', options.batchSize ?? 32, 1);
  const seed = assertWholeNumber(where, 'seed', options.seed ?? 0);
  if (size === 0) throw invalidArgument(where, 'expected at least one record', 'none');
  if (dropLast && size < batchSize) {
    throw invalidArgument(
      where,
      `"batchSize" must be at most the ${size} records with "dropLast"`,
      batchSize,
      'Lower "batchSize" or set "dropLast" to false.',
    );
  }
  const length = dropLast ? Math.floor(size / batchSize) : Math.ceil(size / batchSize);
  let latest: { epoch: number; order: Uint32Array } | undefined;
  const orderOf = (epoch: number): Uint32Array => {
    if (latest?.epoch !== epoch)
      latest = {
        epoch,
        order: epochOrder(size, seed, assertWholeNumber(`${where}.batches`, 'epoch', epoch, 0), shuffle, weights),
      };
    return latest.order;
  };
  return {
    batchSize,
    seed,
    length,
    batch: (epoch, batch) => orderOf(epoch).slice(batch * batchSize, (batch + 1) * batchSize),
  };
}

function epochOrder(size: number, seed: number, epoch: number, shuffle: boolean, weights?: Float64Array): Uint32Array {
  const random = randomStream(seed, epoch, shuffleDomain);
  const order =
    weights === undefined
      ? Uint32Array.from({ length: size }, (_, index) => index)
      : systematicSample(weights, random());
  if (!shuffle) return order;
  // Fisher and Yates' shuffle.
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last] as number;
    order[last] = order[other] as number;
    order[other] = moved;
  }
  return order;
}

/**
 * Draws as many records as there are, each as often as its share of the weights, rounded up or down at random
 * (systematic sampling).
 */
function systematicSample(weights: Float64Array, start: number): Uint32Array {
  const step = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const sample = new Uint32Array(weights.length);
  let taken = 0;
  let reached = 0;
  weights.forEach((weight, index) => {
    reached += weight;
    while (taken < sample.length && (taken + start) * step < reached) sample[taken++] = index;
  });
  return sample.fill(
    weights.findLastIndex((weight) => weight > 0),
    taken,
  ); // what rounding left over
}
