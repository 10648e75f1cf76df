import type { Runtime } from '../engine/runtime';

/**
 * Rows of one chunk at least, and chunks at most: their number depends on shapes only, so that sums do not depend on
 * the number of threads.
 */
const CHUNK_ROWS = 1024;
const MOST_CHUNKS = 64;

/** Shares into which a pass over rows is cut. */
export function chunksOf(rows: number): number {
  return Math.max(1, Math.min(MOST_CHUNKS, Math.ceil(rows / CHUNK_ROWS)));
}

/** What `addRows` adds up besides the values themselves. */
export interface RowSums {
  /** Address of [rows, channels]. */
  readonly x: number;
  readonly rows: number;
  readonly channels: number;
  /** Address of what is multiplied with x - center, [rows, channels]; without it, moments are taken. */
  readonly g?: number;
  /** Address of [channels]. */
  readonly center: number;
  /** Reads x as max(x, 0). */
  readonly relu: boolean;
}

const MOMENTS = 1;
const PRODUCTS = 2;

/** Per channel, in float64: [sum of x - center, sum of (x - center)^2], or with g [sum of g, sum of g (x - center)]. */
export function sumRows(
  runtime: Runtime,
  { x, rows, channels, g, center, relu }: RowSums,
): [Float64Array, Float64Array] {
  const chunks = chunksOf(rows);
  return runtime.scratch(chunks * channels * 16, (partials) => {
    const mode = g === undefined ? MOMENTS : PRODUCTS;
    runtime.run(
      'sumRows',
      { x, g: g ?? 0, center, partials, rows, channels, chunks, mode, relu: Number(relu) },
      chunks,
      rows * channels,
    );
    return sumChunks(runtime, partials, chunks, channels);
  });
}

/** Adds float64 partial sums [chunks][2][channels], in their order. */
export function sumChunks(
  runtime: Runtime,
  partials: number,
  chunks: number,
  channels: number,
): [Float64Array, Float64Array] {
  const values = runtime.doubles(partials, chunks * 2 * channels);
  const first = new Float64Array(channels);
  const second = new Float64Array(channels);
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (let c = 0; c < channels; c++) {
      first[c] = (first[c] ?? 0) + (values[chunk * 2 * channels + c] ?? 0);
      second[c] = (second[c] ?? 0) + (values[(chunk * 2 + 1) * channels + c] ?? 0);
    }
  }
  return [first, second];
}

const PLAIN = 0;

/** y[outer][channel] = sum (or, divided by `rows`, mean) over rows of x [outer, rows, channels]. */
export function reduceRows(
  runtime: Runtime,
  x: number,
  y: number,
  sizes: { outer: number; rows: number; channels: number },
  mean: boolean,
): void {
  const { outer, rows, channels } = sizes;
  const divisor = mean ? rows : 1;
  if (channels === 1) {
    runtime.run('sumRuns', { x, y, length: rows, divisor }, outer, outer * rows);
    return;
  }
  const chunks = outer > MOST_CHUNKS ? 1 : chunksOf(rows);
  runtime.scratch(outer * chunks * channels * 16, (partials) => {
    runtime.run(
      'sumRows',
      { x, g: 0, center: 0, partials, rows, channels, chunks, mode: PLAIN, relu: 0 },
      outer * chunks,
      outer * rows * channels,
    );
    runtime.run('finishSums', { partials, y, channels, chunks, divisor }, outer, outer * chunks * channels);
  });
}
