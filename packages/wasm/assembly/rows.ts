// Reductions over rows of [outer, rows, channels], and maps with one coefficient per channel: sums, batch normalization
// and its gradient.
import { positive, positiveOf, slopeOfPositive, throughPositive } from './simd';

/** What `sumRows` adds up; the second sum is 0 for PLAIN. */
const PLAIN = 0; // x
const MOMENTS = 1; // x - center, (x - center)^2
const PRODUCTS = 2; // g, g * (x - center)

/** Float32 sums run over this many rows, then go into float64. */
const BLOCK = 256;


@unmanaged
class SumRowsParams {
  x: usize;
  g: usize;
  center: usize; // [channels]
  partials: usize; // float64 [outer][chunks][2][channels]
  rows: i32;
  channels: i32;
  chunks: i32;
  mode: i32;
  relu: i32; // x is read as max(x, 0)
}

/** Partial sums over rows, per channel. Item = outer * chunks + chunk; a chunk is a fixed share of the rows. */
export function sumRows(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<SumRowsParams>(address);
  const pitch: usize = p.channels * 4;
  for (let item = begin; item < end; item++) {
    const chunk = item % p.chunks;
    const offset = usize(item / p.chunks) * p.rows * pitch;
    const to = p.partials + usize(item) * p.channels * 16;
    memory.fill(to, 0, p.channels * 16);
    const last = i32((i64(chunk + 1) * p.rows) / p.chunks);
    for (let row = i32((i64(chunk) * p.rows) / p.chunks); row < last; row += BLOCK) {
      const count = last - row < BLOCK ? last - row : BLOCK;
      const at = offset + usize(row) * pitch;
      let c = 0;
      for (; c + 8 <= p.channels; c += 8) block8(p, at, count, pitch, c, to);
      for (; c + 4 <= p.channels; c += 4) block4(p, at, count, pitch, c, to);
      for (; c < p.channels; c++) block1(p, at, count, pitch, c, to);
    }
  }
}

// @ts-ignore: decorator
@inline
function flush(to: usize, v: v128): void {
  f64.store(to, f64.load(to) + f64(f32x4.extract_lane(v, 0)));
  f64.store(to, f64.load(to, 8) + f64(f32x4.extract_lane(v, 1)), 8);
  f64.store(to, f64.load(to, 16) + f64(f32x4.extract_lane(v, 2)), 16);
  f64.store(to, f64.load(to, 24) + f64(f32x4.extract_lane(v, 3)), 24);
}

function block8(p: SumRowsParams, at: usize, count: i32, pitch: usize, c: i32, to: usize): void {
  let s0 = f32x4.splat(0),
    s1 = s0,
    t0 = s0,
    t1 = s0;
  let x = p.x + at + c * 4;
  if (p.mode == PLAIN) {
    for (let n = count; n > 0; n--, x += pitch) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
    }
  } else {
    const m0 = v128.load(p.center + c * 4),
      m1 = v128.load(p.center + c * 4, 16);
    const floor = f32x4.splat(p.relu ? 0 : -Infinity);
    if (p.mode == MOMENTS) {
      for (let n = count; n > 0; n--, x += pitch) {
        const v0 = f32x4.sub(f32x4.pmax(v128.load(x), floor), m0),
          v1 = f32x4.sub(f32x4.pmax(v128.load(x, 16), floor), m1);
        s0 = f32x4.add(s0, v0);
        s1 = f32x4.add(s1, v1);
        t0 = f32x4.add(t0, f32x4.mul(v0, v0));
        t1 = f32x4.add(t1, f32x4.mul(v1, v1));
      }
    } else {
      let g = p.g + at + c * 4;
      for (let n = count; n > 0; n--, x += pitch, g += pitch) {
        const v0 = f32x4.sub(f32x4.pmax(v128.load(x), floor), m0),
          v1 = f32x4.sub(f32x4.pmax(v128.load(x, 16), floor), m1);
        const g0 = v128.load(g),
          g1 = v128.load(g, 16);
        s0 = f32x4.add(s0, g0);
        s1 = f32x4.add(s1, g1);
        t0 = f32x4.add(t0, f32x4.mul(g0, v0));
        t1 = f32x4.add(t1, f32x4.mul(g1, v1));
      }
    }
  }
  flush(to + c * 8, s0);
  flush(to + c * 8 + 32, s1);
  flush(to + (p.channels + c) * 8, t0);
  flush(to + (p.channels + c) * 8 + 32, t1);
}

function block4(p: SumRowsParams, at: usize, count: i32, pitch: usize, c: i32, to: usize): void {
  let s = f32x4.splat(0),
    t = s;
  let x = p.x + at + c * 4;
  let g = p.g + at + c * 4;
  const plain = p.mode == PLAIN,
    products = p.mode == PRODUCTS;
  const m = plain ? s : v128.load(p.center + c * 4);
  const floor = f32x4.splat(p.relu ? 0 : -Infinity);
  for (let n = count; n > 0; n--, x += pitch, g += pitch) {
    const v = f32x4.sub(f32x4.pmax(v128.load(x), floor), m);
    const w = products ? v128.load(g) : v;
    s = f32x4.add(s, w);
    t = f32x4.add(t, f32x4.mul(v, w));
  }
  flush(to + c * 8, s);
  flush(to + (p.channels + c) * 8, t);
}

function block1(p: SumRowsParams, at: usize, count: i32, pitch: usize, c: i32, to: usize): void {
  let s: f64 = 0,
    t: f64 = 0;
  let x = p.x + at + c * 4;
  let g = p.g + at + c * 4;
  const products = p.mode == PRODUCTS;
  const m: f32 = p.mode == PLAIN ? 0 : f32.load(p.center + c * 4);
  for (let n = count; n > 0; n--, x += pitch, g += pitch) {
    let v = f32.load(x);
    if (p.relu) v = positiveOf(v);
    v -= m;
    const w = products ? f32.load(g) : v;
    s += w;
    t += f64(v) * w;
  }
  const first = to + c * 8,
    second = first + p.channels * 8;
  f64.store(first, f64.load(first) + s);
  f64.store(second, f64.load(second) + t);
}


@unmanaged
class FinishSumsParams {
  partials: usize; // as sumRows leaves them
  y: usize; // [outer][channels]
  channels: i32;
  chunks: i32;
  divisor: i32; // 1 for a sum, the number of rows for a mean
}

/** y[outer][channel] = the first sums of all chunks, in their order, divided. Item = outer. */
export function finishSums(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<FinishSumsParams>(address);
  for (let item = begin; item < end; item++) {
    const from = p.partials + usize(item) * p.chunks * p.channels * 16;
    const to = p.y + usize(item) * p.channels * 4;
    for (let c = 0; c < p.channels; c++) {
      let sum: f64 = 0;
      for (let chunk = 0; chunk < p.chunks; chunk++) sum += f64.load(from + (usize(chunk) * 2 * p.channels + c) * 8);
      f32.store(to + c * 4, f32(sum / f64(p.divisor)));
    }
  }
}


@unmanaged
class SumRunsParams {
  x: usize;
  y: usize;
  length: i32;
  divisor: i32;
}

/** y[item] = sum of `length` neighbors, divided. */
export function sumRuns(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<SumRunsParams>(address);
  for (let item = begin; item < end; item++) {
    let x = p.x + usize(item) * p.length * 4;
    let left = p.length;
    let sum: f64 = 0;
    while (left >= 16) {
      let s0 = f32x4.splat(0),
        s1 = s0,
        s2 = s0,
        s3 = s0;
      const blocks = left >> 4 < 64 ? left >> 4 : 64;
      for (let n = blocks; n > 0; n--, x += 64) {
        s0 = f32x4.add(s0, v128.load(x));
        s1 = f32x4.add(s1, v128.load(x, 16));
        s2 = f32x4.add(s2, v128.load(x, 32));
        s3 = f32x4.add(s3, v128.load(x, 48));
      }
      left -= blocks << 4;
      s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
      sum +=
        f64(f32x4.extract_lane(s0, 0)) +
        f64(f32x4.extract_lane(s0, 1)) +
        f64(f32x4.extract_lane(s0, 2)) +
        f64(f32x4.extract_lane(s0, 3));
    }
    for (; left > 0; left--, x += 4) sum += f64(f32.load(x));
    f32.store(p.y + item * 4, f32(sum / f64(p.divisor)));
  }
}


@unmanaged
class NormalizeParams {
  x: usize;
  y: usize;
  center: usize; // each [channels]
  scale: usize;
  offset: usize;
  rows: i32;
  channels: i32;
  chunks: i32;
  relu: i32;
}

/** y = (x - center) * scale + offset, per channel. Item = a share of the rows. */
export function normalize(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<NormalizeParams>(address);
  const first = i32((i64(begin) * p.rows) / p.chunks),
    last = i32((i64(end) * p.rows) / p.chunks);
  const floor = f32x4.splat(p.relu ? 0 : -Infinity);
  let x = p.x + usize(first) * p.channels * 4,
    y = p.y + usize(first) * p.channels * 4;
  for (let row = first; row < last; row++) {
    let c: usize = 0;
    const vectors: usize = (p.channels & ~3) * 4,
      all: usize = p.channels * 4;
    for (; c < vectors; c += 16) {
      const v = f32x4.sub(f32x4.pmax(v128.load(x + c), floor), v128.load(p.center + c));
      v128.store(y + c, f32x4.add(f32x4.mul(v, v128.load(p.scale + c)), v128.load(p.offset + c)));
    }
    for (; c < all; c += 4) {
      let v = f32.load(x + c);
      if (p.relu) v = positiveOf(v);
      f32.store(y + c, (v - f32.load(p.center + c)) * f32.load(p.scale + c) + f32.load(p.offset + c));
    }
    x += all;
    y += all;
  }
}


@unmanaged
class NormalizeGradientParams {
  x: usize;
  dy: usize;
  dx: usize;
  center: usize; // each [channels]
  ofGradient: usize;
  ofValue: usize;
  meanGradient: usize;
  rows: i32;
  channels: i32;
  chunks: i32;
  relu: i32;
}

/**
 * dx = ofGradient * (dy - meanGradient) + ofValue * (x - center), per channel, through the ReLU. The differences come
 * first so that dx is exactly 0 for a single row. Item = a share of the rows.
 */
export function normalizeGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<NormalizeGradientParams>(address);
  const first = i32((i64(begin) * p.rows) / p.chunks),
    last = i32((i64(end) * p.rows) / p.chunks);
  const start = usize(first) * p.channels * 4;
  let x = p.x + start,
    dy = p.dy + start,
    dx = p.dx + start;
  const relu = p.relu != 0;
  const vectors: usize = (p.channels & ~3) * 4,
    all: usize = p.channels * 4;
  for (let row = first; row < last; row++, x += all, dy += all, dx += all) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const v = v128.load(x + c);
      let g = f32x4.sub(v128.load(dy + c), v128.load(p.meanGradient + c));
      g = f32x4.mul(g, v128.load(p.ofGradient + c));
      const centered = f32x4.sub(relu ? positive(v) : v, v128.load(p.center + c));
      g = f32x4.add(g, f32x4.mul(centered, v128.load(p.ofValue + c)));
      v128.store(dx + c, relu ? throughPositive(g, v) : g);
    }
    for (; c < all; c += 4) {
      const v = f32.load(x + c);
      const centered = (relu ? positiveOf(v) : v) - f32.load(p.center + c);
      const centeredGradient = f32.load(dy + c) - f32.load(p.meanGradient + c);
      const g = centeredGradient * f32.load(p.ofGradient + c) + centered * f32.load(p.ofValue + c);
      f32.store(dx + c, relu ? g * slopeOfPositive(v) : g);
    }
  }
}
