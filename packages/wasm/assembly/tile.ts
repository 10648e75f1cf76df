// The inner kernel of every convolution: sums of products over runs of neighboring floats.
import { madd, positive, splat, storeFirst } from './simd';

// A row of filter taps is `segments` runs of `segmentBytes`: one run of kw * ci floats without dilation, kw runs of ci
// with it.
let segments: i32 = 0;
let segmentPitch: usize = 0;
let segmentBytes: usize = 0;
let tapRows: i32 = 0;
let tapRowPitch: usize = 0;
let rectify: bool = false;

/** Says what the next calls of `fourPixels` and `onePixel` sum over. */
export function setTaps(rows: i32, rowPitch: usize, runs: i32, runPitch: usize, runBytes: usize, relu: bool): void {
  tapRows = rows;
  tapRowPitch = rowPitch;
  segments = runs;
  segmentPitch = runPitch;
  segmentBytes = runBytes;
  rectify = relu;
}

// 4 pixels x 8 channels: eight accumulators is what 16 registers bear. Unrolling further makes V8 spill.
export function fourPixels(
  x: usize,
  step: usize,
  w: usize,
  low: v128,
  high: v128,
  y: usize,
  yStep: usize,
  count: i32,
): void {
  let a0 = low,
    a1 = high,
    b0 = low,
    b1 = high,
    c0 = low,
    c1 = high,
    d0 = low,
    d1 = high;
  for (let i = 0; i < tapRows; i++, x += tapRowPitch) {
    let start = x;
    for (let s = 0; s < segments; s++, start += segmentPitch) {
      const stop = start + segmentBytes;
      let xb = start + step,
        xc = xb + step,
        xd = xc + step;
      for (let xa = start; xa < stop; xa += 4, xb += 4, xc += 4, xd += 4, w += 32) {
        const w0 = v128.load(w),
          w1 = v128.load(w, 16);
        let v = splat(xa);
        a0 = madd(v, w0, a0);
        a1 = madd(v, w1, a1);
        v = splat(xb);
        b0 = madd(v, w0, b0);
        b1 = madd(v, w1, b1);
        v = splat(xc);
        c0 = madd(v, w0, c0);
        c1 = madd(v, w1, c1);
        v = splat(xd);
        d0 = madd(v, w0, d0);
        d1 = madd(v, w1, d1);
      }
    }
  }
  store(y, a0, a1, count);
  store(y + yStep, b0, b1, count);
  store(y + 2 * yStep, c0, c1, count);
  store(y + 3 * yStep, d0, d1, count);
}

export function onePixel(x: usize, w: usize, low: v128, high: v128, y: usize, count: i32): void {
  for (let i = 0; i < tapRows; i++, x += tapRowPitch) {
    let start = x;
    for (let s = 0; s < segments; s++, start += segmentPitch) {
      const stop = start + segmentBytes;
      for (let xa = start; xa < stop; xa += 4, w += 32) {
        const v = splat(xa);
        low = madd(v, v128.load(w), low);
        high = madd(v, v128.load(w, 16), high);
      }
    }
  }
  store(y, low, high, count);
}

// @ts-ignore: decorator
@inline
function store(y: usize, low: v128, high: v128, count: i32): void {
  if (rectify) {
    low = positive(low);
    high = positive(high);
  }
  if (count == 8) {
    v128.store(y, low);
    v128.store(y, high, 16);
  } else storeFirst(y, low, high, count);
}
