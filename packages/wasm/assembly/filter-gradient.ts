import { copyWindow } from './window';
import { atMost, madd, splat } from './simd';

/** Fields in the order in which src/kernels/filter-gradient.ts writes them. */
@unmanaged
class FilterGradientParams {
  x: usize;
  dy: usize;
  partials: usize; // [slots][kh][kw * ci][outStride]
  scratch: usize;
  scratchSize: i32; // per thread: one padded band of x, then one of dy
  dyScratch: i32; // offset of the band of dy; 0: dy is read where it lies
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
  outStride: i32; // outChannels rounded up to 8
  bandRows: i32;
  bands: i32; // per image
  allBands: i32; // of the batch
  slots: i32;
  rowsAtOnce: i32; // output rows summed in registers
}

let pixels: i32 = 0;
let xStep: usize = 0;
let dyStep: usize = 0;
let xRowStep: usize = 0;
let dyRowStep: usize = 0;

/**
 * Says over what the next calls of `fourTaps` and the like sum: pixels of a row, and the bytes from one to the next.
 */
export function setPixels(count: i32, ofX: usize, ofDy: usize): void {
  pixels = count;
  xStep = ofX;
  dyStep = ofDy;
}

/**
 * Partial sums of dW = sum over pixels of x^T dy. Item = slot: a fixed share of all bands of the batch, so that the
 * sums do not depend on the number of
 * threads. In a row of taps the kw * ci values under an output pixel lie side by side, so this is a matrix product
 * without im2col.
 */
export function filterGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<FilterGradientParams>(address);
  const slotBytes: usize = p.filterHeight * p.filterWidth * p.inChannels * p.outStride * 4;
  pixels = p.outWidth;
  xStep = p.strideWidth * p.inChannels * 4;
  dyStep = p.outStride * 4;
  dyRowStep = dyStep * p.outWidth;
  for (let slot = begin; slot < end; slot++) {
    const to = p.partials + slot * slotBytes;
    memory.fill(to, 0, slotBytes);
    const first = i32((i64(slot) * p.allBands) / p.slots);
    const last = i32((i64(slot + 1) * p.allBands) / p.slots);
    for (let band = first; band < last; band++) addBand(p, band, p.scratch + thread * p.scratchSize, to);
  }
}

function addBand(p: FilterGradientParams, band: i32, scratch: usize, to: usize): void {
  const image: usize = band / p.bands;
  const first = (band % p.bands) * p.bandRows;
  const rows = atMost(p.bandRows, p.outHeight - first);
  const pixel = p.inChannels * 4;
  const columns = (p.outWidth - 1) * p.strideWidth + (p.filterWidth - 1) * p.dilationWidth + 1;
  const copiedRows = (rows - 1) * p.strideHeight + (p.filterHeight - 1) * p.dilationHeight + 1;
  copyWindow(
    p.x + image * (p.inHeight * p.inWidth * pixel),
    p.inHeight,
    p.inWidth,
    pixel,
    first * p.strideHeight - p.padTop,
    copiedRows,
    -p.padLeft,
    columns,
    scratch,
  );
  let dy = p.dy + (image * p.outHeight + first) * p.outWidth * p.outChannels * 4;
  if (p.dyScratch) {
    widen(dy, rows * p.outWidth, p.outChannels, p.outStride, scratch + p.dyScratch);
    dy = scratch + p.dyScratch;
  }
  xRowStep = p.strideHeight * columns * pixel;
  for (let r = 0; r < rows; r += p.rowsAtOnce) {
    const count = atMost(p.rowsAtOnce, rows - r);
    addRows(p, scratch + r * xRowStep, columns * pixel * p.dilationHeight, dy + r * dyRowStep, count, to);
  }
}

/** Pixels of `channels` floats to pixels of `stride` floats, zero beyond. */
function widen(from: usize, count: i32, channels: i32, stride: i32, to: usize): void {
  memory.fill(to, 0, count * stride * 4);
  for (let i = 0; i < count; i++, from += channels * 4, to += stride * 4) memory.copy(to, from, channels * 4);
}

function addRows(p: FilterGradientParams, x: usize, tapRowPitch: usize, dy: usize, rows: i32, to: usize): void {
  const dense = p.dilationWidth == 1;
  const segments = dense ? 1 : p.filterWidth;
  const length = dense ? p.filterWidth * p.inChannels : p.inChannels;
  const pitch = p.dilationWidth * p.inChannels * 4;
  for (let i = 0; i < p.filterHeight; i++, x += tapRowPitch) {
    for (let s = 0; s < segments; s++) {
      let tap = x + s * pitch;
      let left = length;
      while (left > 0) {
        // 5 = 3 + 2: a block of one row alone would waste most of the loads.
        const block = left == 5 ? 3 : left == 6 ? 3 : left >= 4 ? 4 : left;
        for (let channel = 0; channel < p.outStride; channel += 8) {
          const out = to + channel * 4;
          const g = dy + channel * 4;
          if (block == 4) fourTaps(tap, g, rows, out);
          else if (block == 3) threeTaps(tap, g, rows, out);
          else if (block == 2) twoTaps(tap, g, rows, out);
          else oneTap(tap, g, rows, out);
        }
        tap += block * 4;
        to += block * dyStep;
        left -= block;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(address: usize, low: v128, high: v128): void {
  v128.store(address, f32x4.add(v128.load(address), low));
  v128.store(address, f32x4.add(v128.load(address, 16), high), 16);
}

export function fourTaps(x: usize, dy: usize, rows: i32, to: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0;
  for (let r = 0; r < rows; r++, x += xRowStep, dy += dyRowStep) {
    let xp = x,
      g = dy;
    for (let n = pixels; n > 0; n--, xp += xStep, g += dyStep) {
      const g0 = v128.load(g),
        g1 = v128.load(g, 16);
      let v = splat(xp);
      a0 = madd(v, g0, a0);
      a1 = madd(v, g1, a1);
      v = v128.load32_splat(xp, 4);
      b0 = madd(v, g0, b0);
      b1 = madd(v, g1, b1);
      v = v128.load32_splat(xp, 8);
      c0 = madd(v, g0, c0);
      c1 = madd(v, g1, c1);
      v = v128.load32_splat(xp, 12);
      d0 = madd(v, g0, d0);
      d1 = madd(v, g1, d1);
    }
  }
  addTo(to, a0, a1);
  addTo(to + dyStep, b0, b1);
  addTo(to + 2 * dyStep, c0, c1);
  addTo(to + 3 * dyStep, d0, d1);
}

export function threeTaps(x: usize, dy: usize, rows: i32, to: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0;
  for (let r = 0; r < rows; r++, x += xRowStep, dy += dyRowStep) {
    let xp = x,
      g = dy;
    for (let n = pixels; n > 0; n--, xp += xStep, g += dyStep) {
      const g0 = v128.load(g),
        g1 = v128.load(g, 16);
      let v = splat(xp);
      a0 = madd(v, g0, a0);
      a1 = madd(v, g1, a1);
      v = v128.load32_splat(xp, 4);
      b0 = madd(v, g0, b0);
      b1 = madd(v, g1, b1);
      v = v128.load32_splat(xp, 8);
      c0 = madd(v, g0, c0);
      c1 = madd(v, g1, c1);
    }
  }
  addTo(to, a0, a1);
  addTo(to + dyStep, b0, b1);
  addTo(to + 2 * dyStep, c0, c1);
}

export function twoTaps(x: usize, dy: usize, rows: i32, to: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0;
  for (let r = 0; r < rows; r++, x += xRowStep, dy += dyRowStep) {
    let xp = x,
      g = dy;
    for (let n = pixels; n > 0; n--, xp += xStep, g += dyStep) {
      const g0 = v128.load(g),
        g1 = v128.load(g, 16);
      let v = splat(xp);
      a0 = madd(v, g0, a0);
      a1 = madd(v, g1, a1);
      v = v128.load32_splat(xp, 4);
      b0 = madd(v, g0, b0);
      b1 = madd(v, g1, b1);
    }
  }
  addTo(to, a0, a1);
  addTo(to + dyStep, b0, b1);
}

export function oneTap(x: usize, dy: usize, rows: i32, to: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0;
  for (let r = 0; r < rows; r++, x += xRowStep, dy += dyRowStep) {
    let xp = x,
      g = dy;
    for (let n = pixels; n > 0; n--, xp += xStep, g += dyStep) {
      const v = splat(xp);
      a0 = madd(v, v128.load(g), a0);
      a1 = madd(v, v128.load(g, 16), a1);
    }
  }
  addTo(to, a0, a1);
}


@unmanaged
class SumSlotsParams {
  partials: usize;
  to: usize;
  slots: i32;
  rows: i32;
  channels: i32;
  stride: i32;
}

/** to[row][channel] = sum over slots of partials[slot][row][channel], always in the order of the slots. Item = row. */
export function sumSlots(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<SumSlotsParams>(address);
  const slotBytes: usize = usize(p.rows) * p.stride * 4;
  for (let row = begin; row < end; row++) {
    let from = p.partials + usize(row) * p.stride * 4;
    let to = p.to + usize(row) * p.channels * 4;
    for (let c = 0; c < p.channels; c++, from += 4, to += 4) {
      let sum: f32 = 0;
      let at = from;
      for (let s = 0; s < p.slots; s++, at += slotBytes) sum += f32.load(at);
      f32.store(to, sum);
    }
  }
}
