// max pooling of a batch normalization of a ReLU as one step, for channels in fours: the normalized image is never
// written.
import { positive, throughPositive } from './simd';


@unmanaged
class FusedBlockParams {
  x: usize; // [batch, height, width, channels]
  y: usize; // pooled
  dy: usize;
  dx: usize;
  sums: usize; // float64 [batch][2][channels]
  center: usize; // each [channels]
  scale: usize; // of the value: in the gradient, of x - center
  offset: usize;
  ofGradient: usize;
  sign: usize; // -1, 0 or 1: that of gamma
  height: i32;
  width: i32;
  channels: i32;
  window: i32;
  allPositive: i32; // every sign is 1
}

/**
 * y = (extreme - center) * scale + offset, where extreme is the window's largest max(x, 0), or the smallest where the
 * sign is negative. Item = image * pooledHeight + row.
 */
export function normalizedPool(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<FusedBlockParams>(address);
  const outHeight = p.height / p.window,
    outWidth = p.width / p.window;
  const pixel: usize = p.channels * 4,
    row: usize = p.width * pixel;
  for (let item = begin; item < end; item++) {
    const image = item / outHeight,
      r = item % outHeight;
    let x = p.x + (usize(image) * p.height + r * p.window) * row;
    let y = p.y + usize(item) * outWidth * pixel;
    for (let column = 0; column < outWidth; column++, x += p.window * pixel, y += pixel) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const best = p.allPositive
          ? largest(x + c, p.window, pixel, row)
          : signedExtreme(x + c, v128.load(p.sign + c), p.window, pixel, row);
        const v = f32x4.sub(best, v128.load(p.center + c));
        v128.store(y + c, f32x4.add(f32x4.mul(v, v128.load(p.scale + c)), v128.load(p.offset + c)));
      }
    }
  }
}

/** The largest max(x, 0) of a window. */
// @ts-ignore: decorator
@inline
function largest(x: usize, window: i32, pixel: usize, row: usize): v128 {
  let best = f32x4.splat(-Infinity);
  if (window == 2) return positive(f32x4.pmax(pair(x, pixel, best), pair(x + row, pixel, best)));
  if (window == 3) {
    best = pair(x, pixel, v128.load(x + 2 * pixel));
    best = f32x4.pmax(best, pair(x + row, pixel, v128.load(x + row + 2 * pixel)));
    return positive(f32x4.pmax(best, pair(x + 2 * row, pixel, v128.load(x + 2 * row + 2 * pixel))));
  }
  for (let i = 0; i < window; i++, x += row) {
    let at = x;
    for (let j = 0; j < window; j++, at += pixel) best = f32x4.pmax(best, v128.load(at));
  }
  return positive(best);
}

// @ts-ignore: decorator
@inline
function pair(x: usize, pixel: usize, third: v128): v128 {
  return f32x4.pmax(f32x4.pmax(third, v128.load(x)), v128.load(x + pixel));
}

// @ts-ignore: decorator
@inline
function signedExtreme(x: usize, sign: v128, window: i32, pixel: usize, row: usize): v128 {
  return f32x4.mul(extreme(x, sign, window, pixel, row), sign);
}

/** The largest max(x, 0) * sign of a window. */
// @ts-ignore: decorator
@inline
function extreme(x: usize, sign: v128, window: i32, pixel: usize, row: usize): v128 {
  let best = f32x4.splat(-Infinity);
  for (let i = 0; i < window; i++, x += row) {
    let at = x;
    for (let j = 0; j < window; j++, at += pixel) best = f32x4.pmax(best, f32x4.mul(positive(v128.load(at)), sign));
  }
  return best;
}

/**
 * sums[image] = sum of dy, sum of dy * (extreme - center): what dividing by gamma would spoil where gamma is near 0.
 * Item = image.
 */
export function normalizedPoolSums(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<FusedBlockParams>(address);
  const outHeight = p.height / p.window,
    outWidth = p.width / p.window;
  const pixel: usize = p.channels * 4,
    row: usize = p.width * pixel;
  for (let image = begin; image < end; image++) {
    const to = p.sums + usize(image) * p.channels * 16;
    memory.fill(to, 0, p.channels * 16);
    for (let r = 0; r < outHeight; r++) {
      const x = p.x + (usize(image) * p.height + r * p.window) * row;
      const dy = p.dy + (usize(image) * outHeight + r) * outWidth * pixel;
      for (let c: usize = 0; c < pixel; c += 16) sumWindows(p, x + c, dy + c, outWidth, c, to + c * 2);
    }
  }
}

function sumWindows(p: FusedBlockParams, x: usize, dy: usize, count: i32, c: usize, to: usize): void {
  const pixel: usize = p.channels * 4,
    row: usize = p.width * pixel;
  const sign = v128.load(p.sign + c),
    center = v128.load(p.center + c);
  let s = f32x4.splat(0),
    t = s;
  for (let n = count; n > 0; n--, x += p.window * pixel, dy += pixel) {
    const g = v128.load(dy);
    s = f32x4.add(s, g);
    t = f32x4.add(t, f32x4.mul(g, f32x4.sub(chosen(x, sign, p.window, pixel, row), center)));
  }
  const second = to + p.channels * 8;
  add64(to, f64x2.promote_low_f32x4(s));
  add64(
    to + 16,
    f64x2.promote_low_f32x4(i8x16.shuffle(s, s, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)),
  );
  add64(second, f64x2.promote_low_f32x4(t));
  add64(
    second + 16,
    f64x2.promote_low_f32x4(i8x16.shuffle(t, t, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)),
  );
}

// @ts-ignore: decorator
@inline
function add64(to: usize, v: v128): void {
  v128.store(to, f64x2.add(v128.load(to), v));
}

/** max(x, 0) at the window's first extreme: with sign 0 all are alike and the first pixel is it. */
// @ts-ignore: decorator
@inline
function chosen(x: usize, sign: v128, window: i32, pixel: usize, row: usize): v128 {
  let best = f32x4.splat(-Infinity),
    value = best;
  for (let i = 0; i < window; i++, x += row) {
    let at = x;
    for (let j = 0; j < window; j++, at += pixel) {
      const v = positive(v128.load(at));
      const signed = f32x4.mul(v, sign);
      const above = f32x4.gt(signed, best);
      best = v128.bitselect(signed, best, above);
      value = v128.bitselect(v, value, above);
    }
  }
  return value;
}

/**
 * dx = (ofGradient * [dy at the first extreme of each window] + scale * (max(x, 0) - center) + offset) through the
 * ReLU. Item = image * pooledHeight + row of windows.
 */
export function normalizedPoolGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<FusedBlockParams>(address);
  const outHeight = p.height / p.window,
    outWidth = p.width / p.window;
  const pixel: usize = p.channels * 4,
    row: usize = p.width * pixel;
  for (let item = begin; item < end; item++) {
    const image = item / outHeight,
      r = item % outHeight;
    const start = (usize(image) * p.height + r * p.window) * row;
    let x = p.x + start,
      dx = p.dx + start;
    let dy = p.dy + usize(item) * outWidth * pixel;
    for (let column = 0; column < outWidth; column++, x += p.window * pixel, dx += p.window * pixel, dy += pixel) {
      for (let c: usize = 0; c < pixel; c += 16) spreadWindow(p, x + c, dx + c, v128.load(dy + c), c);
    }
    // What the windows do not reach: columns at the right, and below the last row of windows.
    for (let i = 0; i < p.window; i++)
      outside(p, start + i * row + outWidth * p.window * pixel, p.width - outWidth * p.window);
    if (r == outHeight - 1) {
      for (let i = outHeight * p.window; i < p.height; i++) outside(p, (usize(image) * p.height + i) * row, p.width);
    }
  }
}

// @ts-ignore: decorator
@inline
function spreadWindow(p: FusedBlockParams, x: usize, dx: usize, dy: v128, c: usize): void {
  const pixel: usize = p.channels * 4,
    row: usize = p.width * pixel;
  const scale = v128.load(p.scale + c);
  const shift = f32x4.sub(v128.load(p.offset + c), f32x4.mul(v128.load(p.center + c), scale));
  const g = f32x4.mul(dy, v128.load(p.ofGradient + c));
  let waiting = i32x4.splat(-1);
  if (p.allPositive) {
    const best = largest(x, p.window, pixel, row);
    for (let i = 0; i < p.window; i++, x += row, dx += row) {
      let at = x,
        to = dx;
      for (let j = 0; j < p.window; j++, at += pixel, to += pixel) {
        const v = v128.load(at);
        const kept = positive(v);
        const hit = v128.and(f32x4.eq(kept, best), waiting);
        waiting = v128.andnot(waiting, hit);
        const d = f32x4.add(f32x4.add(f32x4.mul(kept, scale), shift), v128.and(g, hit));
        v128.store(to, throughPositive(d, v));
      }
    }
    return;
  }
  const sign = v128.load(p.sign + c);
  const best = extreme(x, sign, p.window, pixel, row);
  for (let i = 0; i < p.window; i++, x += row, dx += row) {
    let at = x,
      to = dx;
    for (let j = 0; j < p.window; j++, at += pixel, to += pixel) {
      const v = v128.load(at);
      const kept = positive(v);
      const hit = v128.and(f32x4.eq(f32x4.mul(kept, sign), best), waiting);
      waiting = v128.andnot(waiting, hit);
      const d = f32x4.add(f32x4.add(f32x4.mul(kept, scale), shift), v128.and(g, hit));
      v128.store(to, throughPositive(d, v));
    }
  }
}

function outside(p: FusedBlockParams, at: usize, pixels: i32): void {
  const pixel: usize = p.channels * 4;
  let x = p.x + at,
    dx = p.dx + at;
  for (let n = pixels; n > 0; n--, x += pixel, dx += pixel) {
    for (let c: usize = 0; c < pixel; c += 16) {
      const v = v128.load(x + c);
      const d = f32x4.mul(f32x4.sub(positive(v), v128.load(p.center + c)), v128.load(p.scale + c));
      v128.store(dx + c, throughPositive(f32x4.add(d, v128.load(p.offset + c)), v));
    }
  }
}
