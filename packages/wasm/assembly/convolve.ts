import { copyWindow } from './window';
import { atMost, loadFirst, madd, positive, splat, storeFirst } from './simd';

/** Fields in the order in which src/kernels/convolve.ts writes them; pitches in bytes. */
@unmanaged
class ConvolveParams {
  x: usize;
  panels: usize;
  bias: usize; // 0: none
  y: usize;
  scratch: usize;
  scratchSize: i32; // per thread
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
  bandRows: i32;
  bands: i32; // per image
  copied: i32; // 0: nothing is padded, read x where it lies
  imagePitch: i32; // of y
  rowPitch: i32;
  pixelPitch: i32;
  relu: i32;
}

// One filter tap row is `segments` runs of `length` floats: one run of kw * ci without dilation, kw runs of ci with it.
let segments: i32 = 0;
let segmentPitch: usize = 0;
let segmentBytes: usize = 0;
let tapRows: i32 = 0;
let tapRowPitch: usize = 0;
let rectify: bool = false;

/**
 * y = convolution of x with a filter packed as [outChannels / 8][kh][kw * ci][8], plus bias, then perhaps ReLU. Item = image * bands + band.
 * A band of output rows is padded into scratch, small enough to stay in the L2 cache while all panels pass over it.
 */
export function convolve(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<ConvolveParams>(address);
  const pixel = p.inChannels * 4;
  const columns = p.copied ? (p.outWidth - 1) * p.strideWidth + (p.filterWidth - 1) * p.dilationWidth + 1 : p.inWidth;
  const dense = p.dilationWidth == 1;
  tapRows = p.filterHeight;
  tapRowPitch = columns * pixel * p.dilationHeight;
  segments = dense ? (p.filterWidth > 0 ? 1 : 0) : p.filterWidth;
  segmentPitch = p.dilationWidth * pixel;
  segmentBytes = dense ? p.filterWidth * pixel : pixel;
  rectify = p.relu != 0;
  for (let item = begin; item < end; item++) {
    const image = item / p.bands;
    const first = (item % p.bands) * p.bandRows;
    const rows = atMost(p.bandRows, p.outHeight - first);
    const source = p.x + usize(image) * (p.inHeight * p.inWidth * pixel);
    let start = source + first * p.strideHeight * columns * pixel;
    if (p.copied) {
      start = p.scratch + thread * p.scratchSize;
      const copiedRows = (rows - 1) * p.strideHeight + (p.filterHeight - 1) * p.dilationHeight + 1;
      if (tapRows > 0 && segments > 0)
        copyWindow(source, p.inHeight, p.inWidth, pixel, first * p.strideHeight - p.padTop, copiedRows, -p.padLeft, columns, start);
    }
    convolveBand(p, start, p.strideHeight * columns * pixel, p.y + usize(image) * p.imagePitch + first * p.rowPitch, rows);
  }
}

function convolveBand(p: ConvolveParams, x: usize, xRow: usize, y: usize, rows: i32): void {
  const step: usize = p.strideWidth * p.inChannels * 4;
  const panelBytes: usize = p.filterHeight * p.filterWidth * p.inChannels * 32;
  const last = p.outWidth - 4;
  let panel = p.panels;
  for (let channel = 0; channel < p.outChannels; channel += 8, panel += panelBytes) {
    const count = atMost(8, p.outChannels - channel);
    const low = loadFirst(p.bias + channel * 4, p.bias ? count : 0);
    const high = loadFirst(p.bias + channel * 4 + 16, p.bias ? count - 4 : 0);
    for (let r = 0; r < rows; r++) {
      const xr = x + r * xRow;
      const yr = y + r * p.rowPitch + channel * 4;
      if (last < 0) {
        for (let c = 0; c < p.outWidth; c++) onePixel(xr + c * step, panel, low, high, yr + c * p.pixelPitch, count);
      } else {
        // The last block may overlap the one before it: it writes the same values again.
        for (let c = 0; c <= last; c += 4) fourPixels(xr + c * step, step, panel, low, high, yr + c * p.pixelPitch, p.pixelPitch, count);
        if (last & 3) fourPixels(xr + last * step, step, panel, low, high, yr + last * p.pixelPitch, p.pixelPitch, count);
      }
    }
  }
}

// 4 pixels x 8 channels: eight accumulators is what 16 registers bear. Unrolling further makes V8 spill.
function fourPixels(x: usize, step: usize, w: usize, low: v128, high: v128, y: usize, yStep: usize, count: i32): void {
  let a0 = low, a1 = high, b0 = low, b1 = high, c0 = low, c1 = high, d0 = low, d1 = high;
  for (let i = 0; i < tapRows; i++, x += tapRowPitch) {
    let start = x;
    for (let s = 0; s < segments; s++, start += segmentPitch) {
      const stop = start + segmentBytes;
      let xb = start + step, xc = xb + step, xd = xc + step;
      for (let xa = start; xa < stop; xa += 4, xb += 4, xc += 4, xd += 4, w += 32) {
        const w0 = v128.load(w), w1 = v128.load(w, 16);
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

function onePixel(x: usize, w: usize, low: v128, high: v128, y: usize, count: i32): void {
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

/** Strides in bytes, signed: a flipped filter has negative ones. */
@unmanaged
class PackParams {
  source: usize;
  panels: usize;
  rows: i32;
  columns: i32;
  depth: i32;
  outs: i32;
  rowStride: i32;
  columnStride: i32;
  depthStride: i32;
  outStride: i32;
}

/** Packs any strided view (rows, columns, depth, outs) of a filter as [outs / 8][rows][columns * depth][8], zero beyond outs. Item = panel. */
export function packFilter(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<PackParams>(address);
  const taps = p.rows * p.columns * p.depth;
  for (let panel = begin; panel < end; panel++) {
    const count = atMost(8, p.outs - panel * 8);
    let to = p.panels + usize(panel) * taps * 32;
    const base = p.source + panel * 8 * p.outStride;
    for (let i = 0; i < p.rows; i++) {
      for (let j = 0; j < p.columns; j++) {
        let from = base + i * p.rowStride + j * p.columnStride;
        for (let k = 0; k < p.depth; k++, from += p.depthStride, to += 32) packTap(from, p.outStride, count, to);
      }
    }
  }
}

function packTap(from: usize, stride: i32, count: i32, to: usize): void {
  if (count == 8 && stride == 4) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    return;
  }
  for (let o = 0; o < 8; o++, to += 4) {
    f32.store(to, o < count ? f32.load(from + o * stride) : 0);
  }
}
