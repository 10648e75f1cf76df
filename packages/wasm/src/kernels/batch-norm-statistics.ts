import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../engine/runtime';
import { sumRows } from './sums';

/** Mean and population variance per channel. */
export interface Statistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Rows and channels of a tensor whose last axis is the channels. */
export function rowsOf({ shape }: TensorInfo): { rows: number; channels: number } {
  const channels = shape[shape.length - 1] ?? 1;
  return { rows: shape.slice(0, -1).reduce((product, size) => product * size, 1), channels };
}

/** Rows whose average is taken away before squares are summed: near enough to the mean to lose no digits. */
const SAMPLES = 8;

/** Mean and variance of x [..., channels] in one pass; with relu, of max(x, 0). Both 0 for no rows. */
export function statisticsOf(runtime: Runtime, x: TensorInfo, relu: boolean): Statistics {
  const { rows, channels } = rowsOf(x);
  if (rows === 0) return { mean: new Float64Array(channels), variance: new Float64Array(channels) };
  const address = runtime.address(x);
  const shift = sampleMean(runtime, address, rows, channels, relu);
  const [sum, squares] = runtime.scratch(channels * 4, (center) => {
    runtime.floats(center, channels).set(shift);
    return sumRows(runtime, { x: address, rows, channels, center, relu });
  });
  const offset = sum.map((total) => total / rows);
  return {
    mean: offset.map((value, c) => value + (shift[c] ?? 0)),
    variance: squares.map((total, c) => clampZero(total / rows - (offset[c] ?? 0) ** 2)),
  };
}

// Keeps NaN, which Math.max would too, and tells rounding below 0 from it.
function clampZero(value: number): number {
  return value < 0 ? 0 : value;
}

function sampleMean(runtime: Runtime, address: number, rows: number, channels: number, relu: boolean): Float32Array {
  const count = Math.min(rows, SAMPLES);
  const mean = new Float32Array(channels);
  for (let sample = 0; sample < count; sample++) {
    const row = runtime.floats(address + Math.floor((sample * rows) / count) * channels * 4, channels);
    row.forEach((value, c) => {
      mean[c] = (mean[c] ?? 0) + (relu && value < 0 ? 0 : value) / count;
    });
  }
  return mean;
}

/** 1 / sqrt(variance + epsilon) per channel. */
export function inverseDeviation(variance: ArrayLike<number>, epsilon: number): Float64Array {
  return Float64Array.from(variance, (value) => 1 / Math.sqrt(value + epsilon));
}

/** Writes lists of one length side by side at `address` and gives each one's address. */
export function layOut(runtime: Runtime, address: number, lists: readonly ArrayLike<number>[]): number[] {
  const length = lists[0]?.length ?? 0;
  const view = runtime.floats(address, length * lists.length);
  return lists.map((list, i) => {
    view.set(list, i * length);
    return address + i * length * 4;
  });
}
