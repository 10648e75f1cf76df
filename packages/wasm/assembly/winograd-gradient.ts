// The gradient of a 3 x 3 filter by Winograd's F(3 x 3, 2 x 2): 16 products in place of 36 for each tile of 2 x 2
// pixels of dy.
import { fourTaps, oneTap, setPixels, threeTaps, twoTaps } from './filter-gradient';
import { atMost, loadFirst } from './simd';
import { copyWindow } from './window';
import { transformInput } from './winograd';

/** Fields in the order in which src/kernels/filter-gradient.ts writes them. */
@unmanaged
class WinogradGradientParams {
  x: usize;
  dy: usize;
  partials: usize; // [slots][16][channels][outStride]
  scratch: usize;
  scratchSize: i32; // per thread
  tiles: i32; // offset of the room for transformed tiles of x
  gradients: i32; // offset of the room for transformed tiles of dy
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  outStride: i32;
  padTop: i32;
  padLeft: i32;
  bandRows: i32; // even
  bands: i32; // per image
  allBands: i32;
  slots: i32;
  columns: i32; // pixels in a row of the padded band
  block: i32; // tiles at once
}

/** Partial sums of the transformed gradient. Item = slot: a fixed share of all bands of the batch. */
export function winogradFilterGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<WinogradGradientParams>(address);
  const slotBytes: usize = 64 * p.inChannels * p.outStride;
  for (let slot = begin; slot < end; slot++) {
    const to = p.partials + slot * slotBytes;
    memory.fill(to, 0, slotBytes);
    const last = i32((i64(slot + 1) * p.allBands) / p.slots);
    for (let band = i32((i64(slot) * p.allBands) / p.slots); band < last; band++)
      addBand(p, band, p.scratch + thread * p.scratchSize, to);
  }
}

function addBand(p: WinogradGradientParams, band: i32, scratch: usize, to: usize): void {
  const image: usize = band / p.bands;
  const first = (band % p.bands) * p.bandRows;
  const rows = atMost(p.bandRows, p.outHeight - first);
  const pixel = p.inChannels * 4,
    pitch = p.columns * pixel,
    dyPixel = p.outChannels * 4,
    dyRow: usize = p.outWidth * dyPixel;
  copyWindow(
    p.x + image * (p.inHeight * p.inWidth * pixel),
    p.inHeight,
    p.inWidth,
    pixel,
    first - p.padTop,
    ((rows + 1) & ~1) + 2,
    -p.padLeft,
    p.columns,
    scratch,
  );
  const dy = p.dy + (image * p.outHeight + first) * dyRow;
  const across = (p.outWidth + 1) >> 1;
  for (let r = 0; r < rows; r += 2) {
    for (let t = 0; t < across; t += p.block) {
      const count = atMost(p.block, across - t);
      transformInput(scratch + r * pitch + 2 * t * pixel, pitch, p.inChannels, count, scratch + p.tiles, p.block);
      transformGradient(
        p,
        dy + r * dyRow + 2 * t * dyPixel,
        dyRow,
        atMost(2 * count, p.outWidth - 2 * t),
        rows - r > 1,
        scratch + p.gradients,
      );
      accumulate(p, scratch + p.tiles, scratch + p.gradients, count, to);
    }
  }
}

// to[16][block][outStride] = G dy G^T of each 2 x 2 tile, but for halves that winogradTaps puts in; pixels beyond the
// image are 0.
function transformGradient(p: WinogradGradientParams, dy: usize, row: usize, columns: i32, two: bool, to: usize): void {
  const pixel: usize = p.outChannels * 4,
    wide: usize = p.outStride * 4,
    plane: usize = p.block * wide;
  const zero = f32x4.splat(0);
  for (let t = 0; t < columns; t += 2, dy += 2 * pixel, to += wide) {
    const right = t + 1 < columns;
    for (let o = 0; o < p.outStride; o += 4) {
      const left = p.outChannels - o,
        at = dy + o * 4,
        out = to + o * 4;
      const a = loadFirst(at, left),
        b = right ? loadFirst(at + pixel, left) : zero;
      const c = two ? loadFirst(at + row, left) : zero,
        d = two && right ? loadFirst(at + row + pixel, left) : zero;
      putRow(out, plane, a, b);
      putRow(out + 4 * plane, plane, f32x4.add(a, c), f32x4.add(b, d));
      putRow(out + 8 * plane, plane, f32x4.sub(a, c), f32x4.sub(b, d));
      putRow(out + 12 * plane, plane, c, d);
    }
  }
}

// @ts-ignore: decorator
@inline
function putRow(to: usize, plane: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + plane, f32x4.add(a, b));
  v128.store(to + 2 * plane, f32x4.sub(a, b));
  v128.store(to + 3 * plane, b);
}

// 16 matrix products, summed over tiles: to[f][channel][out] += x[f][tile][channel] dy[f][tile][out].
function accumulate(p: WinogradGradientParams, x: usize, dy: usize, count: i32, to: usize): void {
  const wide: usize = ((p.inChannels + 3) & ~3) * 4,
    outWide: usize = p.outStride * 4;
  setPixels(count, wide, outWide);
  for (let f = 0; f < 16; f++, x += p.block * wide, dy += p.block * outWide) {
    for (let c = 0; c < p.inChannels; c += 4) {
      const left = p.inChannels - c;
      for (let o: usize = 0; o < outWide; o += 32) {
        if (left >= 4) fourTaps(x + c * 4, dy + o, 1, to + o);
        else if (left == 3) threeTaps(x + c * 4, dy + o, 1, to + o);
        else if (left == 2) twoTaps(x + c * 4, dy + o, 1, to + o);
        else oneTap(x + c * 4, dy + o, 1, to + o);
      }
      to += atMost(4, left) * outWide;
    }
  }
}


@unmanaged
class WinogradTapsParams {
  sums: usize; // [16][channels][outChannels]
  to: usize; // [3][3][channels][outChannels]
  size: i32; // channels * outChannels
}

/** dW = A^T m A, with the halves that G had: every number on its own. Item = 1024 numbers. */
export function winogradTaps(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<WinogradTapsParams>(address);
  const last = atMost(end * 1024, p.size);
  const pitch: usize = p.size * 4;
  for (let n = begin * 1024; n < last; n++) {
    const m = p.sums + n * 4;
    let to = p.to + n * 4;
    for (let i = 0; i < 3; i++, to += 3 * pitch) {
      const a = column(m, 4 * pitch, i),
        b = column(m + pitch, 4 * pitch, i),
        c = column(m + 2 * pitch, 4 * pitch, i),
        d = column(m + 3 * pitch, 4 * pitch, i);
      const sum: f32 = (b + c) * 0.5;
      f32.store(to, a + sum);
      f32.store(to + pitch, (b - c) * 0.5);
      f32.store(to + 2 * pitch, sum - d);
    }
  }
}

// Row i of A^T: (1, 1, 1, 0), (0, 1, -1, 0), (0, 1, 1, -1), the middle two halved.
// @ts-ignore: decorator
@inline
function column(m: usize, pitch: usize, i: i32): f32 {
  const b = f32.load(m + pitch),
    c = f32.load(m + 2 * pitch);
  if (i == 1) return (b - c) * 0.5;
  return i == 0 ? f32.load(m) + (b + c) * 0.5 : (b + c) * 0.5 - f32.load(m + 3 * pitch);
}
