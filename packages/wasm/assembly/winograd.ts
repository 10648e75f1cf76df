// Convolution with 3 x 3 taps by Winograd's F(2 x 2, 3 x 3) (Lavin and Gray, 2015): 16 products in place of 36 for four
// pixels.
import { atMost, loadFirst, positive, storeFirst } from './simd';
import { fourPixels, onePixel } from './tile';

/**
 * Tiles that are transformed, multiplied and transformed back together, within the L1 cache: src/kernels/convolve.ts
 * makes room for as many.
 */
export const WINOGRAD_TILE = 8;

const BLOCK = WINOGRAD_TILE;


@unmanaged
class TransformFilterParams {
  panels: usize; // [panels][9][channels][8]
  transformed: usize; // [16][panels][channels][8]
  channels: i32;
  count: i32; // panels
}

/** Transforms packed filters. Item = panel. */
export function transformFilter(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<TransformFilterParams>(address);
  const tap: usize = p.channels * 32;
  const half = f32x4.splat(0.5);
  for (let panel = begin; panel < end; panel++) {
    const from = p.panels + usize(panel) * 9 * tap,
      to = p.transformed + usize(panel) * tap;
    const pitch: usize = p.count * tap;
    for (let at: usize = 0; at < tap; at += 16) {
      for (let i = 0; i < 4; i++) {
        const a = tapRow(from + at, i, 3 * tap, half),
          b = tapRow(from + at + tap, i, 3 * tap, half),
          c = tapRow(from + at + 2 * tap, i, 3 * tap, half);
        const out = to + at + usize(i * 4) * pitch;
        const sum = f32x4.mul(f32x4.add(a, c), half),
          middle = f32x4.mul(b, half);
        v128.store(out, a);
        v128.store(out + pitch, f32x4.add(sum, middle));
        v128.store(out + 2 * pitch, f32x4.sub(sum, middle));
        v128.store(out + 3 * pitch, c);
      }
    }
  }
}

// Row i of the column transform: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2.
// @ts-ignore: decorator
@inline
function tapRow(from: usize, i: i32, pitch: usize, half: v128): v128 {
  if (i == 0) return v128.load(from);
  if (i == 3) return v128.load(from + 2 * pitch);
  const sum = f32x4.mul(f32x4.add(v128.load(from), v128.load(from + 2 * pitch)), half);
  const middle = f32x4.mul(v128.load(from + pitch), half);
  return i == 1 ? f32x4.add(sum, middle) : f32x4.sub(sum, middle);
}

/**
 * One band of output rows from its padded input. False, with the output not to be used, where something was not finite.
 */
export function winogradBand(
  x: usize,
  xPitch: usize,
  channels: i32,
  filter: usize,
  y: usize,
  yRow: usize,
  yPixel: usize,
  outChannels: i32,
  width: i32,
  rows: i32,
  bias: usize,
  relu: bool,
  scratch: usize,
): bool {
  const across = (width + 1) >> 1;
  const outStride = (outChannels + 7) & ~7;
  const products = scratch + 16 * BLOCK * channels * 4;
  let poison = f32x4.splat(0);
  for (let r = 0; r < rows; r += 2) {
    for (let t = 0; t < across; t += BLOCK) {
      const count = atMost(BLOCK, across - t);
      transformInput(x + r * xPitch + usize(t * 2) * channels * 4, xPitch, channels, count, scratch, BLOCK);
      multiply(scratch, channels, filter, outStride, count, products);
      const columns = atMost(2 * count, width - 2 * t);
      poison = transformOutput(
        products,
        outStride,
        outChannels,
        y + r * yRow + usize(2 * t) * yPixel,
        yRow,
        yPixel,
        columns,
        rows - r > 1,
        bias,
        relu,
        poison,
      );
    }
  }
  return v128.any_true(f32x4.ne(poison, poison)) == 0;
}

/**
 * to[16][block][channels] = B^T d B of each 4 x 4 window; windows are 2 pixels apart. Channels are rounded up to 4:
 * what is beyond them is read from the next
 * pixel, up to 12 bytes beyond the last, and means nothing.
 */
export function transformInput(x: usize, pitch: usize, channels: i32, count: i32, to: usize, block: i32): void {
  const pixel: usize = channels * 4,
    wide: usize = ((channels + 3) & ~3) * 4,
    plane: usize = block * wide;
  for (let t = 0; t < count; t++, x += 2 * pixel, to += wide) {
    for (let c: usize = 0; c < wide; c += 16) {
      for (let i = 0; i < 4; i++) {
        // Rows: d0 - d2, d1 + d2, d2 - d1, d1 - d3.
        const first = x + c + (i == 0 ? 0 : i == 2 ? 2 * pitch : pitch);
        const second = x + c + (i == 3 ? 3 * pitch : i == 2 ? pitch : 2 * pitch);
        const add = i == 1;
        const a = combine(first, second, add),
          b = combine(first + pixel, second + pixel, add);
        const d = combine(first + 2 * pixel, second + 2 * pixel, add),
          e = combine(first + 3 * pixel, second + 3 * pixel, add);
        const out = to + c + usize(i * 4) * plane;
        v128.store(out, f32x4.sub(a, d));
        v128.store(out + plane, f32x4.add(b, d));
        v128.store(out + 2 * plane, f32x4.sub(d, b));
        v128.store(out + 3 * plane, f32x4.sub(b, e));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function combine(first: usize, second: usize, add: bool): v128 {
  const a = v128.load(first),
    b = v128.load(second);
  return add ? f32x4.add(a, b) : f32x4.sub(a, b);
}

// 16 small matrix products: products[f][tile][out] = scratch[f][tile][channels] filter[f][channels][out].
function multiply(from: usize, channels: i32, filter: usize, outStride: i32, count: i32, to: usize): void {
  const pixel: usize = channels * 4,
    outPixel: usize = outStride * 4;
  const zero = f32x4.splat(0);
  for (let f = 0; f < 16; f++, from += BLOCK * pixel, to += BLOCK * outPixel) {
    for (let o: usize = 0; o < outPixel; o += 32, filter += channels * 32) {
      if (count < 4) {
        for (let t = 0; t < count; t++) onePixel(from + t * pixel, filter, zero, zero, to + o + t * outPixel, 8);
        continue;
      }
      for (let t = 0; t + 4 <= count; t += 4)
        fourPixels(from + t * pixel, pixel, filter, zero, zero, to + o + t * outPixel, outPixel, 8);
      const last = count - 4;
      if (last & 3) fourPixels(from + last * pixel, pixel, filter, zero, zero, to + o + last * outPixel, outPixel, 8);
    }
  }
}

// y = A^T m A + bias for each tile: 2 x 2 pixels, fewer at the right and below.
function transformOutput(
  from: usize,
  outStride: i32,
  outChannels: i32,
  y: usize,
  yRow: usize,
  yPixel: usize,
  columns: i32,
  two: bool,
  bias: usize,
  relu: bool,
  poison: v128,
): v128 {
  const plane: usize = BLOCK * outStride * 4;
  const zero = f32x4.splat(0);
  for (let t = 0; t < columns; t += 2, from += outStride * 4) {
    const to = y + t * yPixel;
    for (let o = 0; o < outChannels; o += 4) {
      const left = outChannels - o;
      const m = from + o * 4,
        out = to + o * 4;
      const base = bias ? loadFirst(bias + o * 4, left) : zero;
      // Columns first: u = m0 + m1 + m2 and w = m1 - m2 - m3 of each row.
      const m1 = v128.load(m + plane),
        m2 = v128.load(m + 2 * plane);
      let u = f32x4.add(f32x4.add(v128.load(m), m1), m2),
        w = f32x4.sub(f32x4.sub(m1, m2), v128.load(m + 3 * plane));
      let top = u,
        topRight = w;
      const n1 = v128.load(m + 5 * plane),
        n2 = v128.load(m + 6 * plane);
      u = f32x4.add(f32x4.add(v128.load(m + 4 * plane), n1), n2);
      w = f32x4.sub(f32x4.sub(n1, n2), v128.load(m + 7 * plane));
      top = f32x4.add(top, u);
      topRight = f32x4.add(topRight, w);
      let below = u,
        belowRight = w;
      const p1 = v128.load(m + 9 * plane),
        p2 = v128.load(m + 10 * plane);
      u = f32x4.add(f32x4.add(v128.load(m + 8 * plane), p1), p2);
      w = f32x4.sub(f32x4.sub(p1, p2), v128.load(m + 11 * plane));
      top = f32x4.add(f32x4.add(top, u), base);
      topRight = f32x4.add(f32x4.add(topRight, w), base);
      below = f32x4.sub(below, u);
      belowRight = f32x4.sub(belowRight, w);
      const q1 = v128.load(m + 13 * plane),
        q2 = v128.load(m + 14 * plane);
      below = f32x4.add(f32x4.sub(below, f32x4.add(f32x4.add(v128.load(m + 12 * plane), q1), q2)), base);
      belowRight = f32x4.add(f32x4.sub(belowRight, f32x4.sub(f32x4.sub(q1, q2), v128.load(m + 15 * plane))), base);
      poison = f32x4.add(poison, f32x4.mul(f32x4.add(f32x4.add(top, topRight), f32x4.add(below, belowRight)), zero));
      const right = t + 1 < columns;
      put(out, top, left, relu);
      if (right) put(out + yPixel, topRight, left, relu);
      if (two) put(out + yRow, below, left, relu);
      if (two && right) put(out + yRow + yPixel, belowRight, left, relu);
    }
  }
  return poison;
}

// @ts-ignore: decorator
@inline
function put(to: usize, v: v128, count: i32, relu: bool): void {
  if (relu) v = positive(v);
  if (count >= 4) v128.store(to, v);
  else storeFirst(to, v, v, count);
}
