import { copyWindow } from './window';
import { atMost, loadFirst } from './simd';
import { fourPixels, onePixel, setTaps } from './tile';
import { winogradBand } from './winograd';

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
  columns: i32; // pixels in a row of the padded band
  transformed: usize; // filter as winograd.ts wants it; 0: direct sums
  tiles: i32; // offset of the room for tiles in a thread's scratch
}

/**
 * y = convolution of x with a filter packed as [outChannels / 8][kh][kw * ci][8], plus bias, then perhaps ReLU. Item =
 * image * bands + band.
 * A band of output rows is padded into scratch, small enough to stay in the L2 cache while all panels pass over it.
 */
export function convolve(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<ConvolveParams>(address);
  const pixel = p.inChannels * 4;
  const pitch = p.columns * pixel;
  for (let item = begin; item < end; item++) {
    const image = item / p.bands;
    const first = (item % p.bands) * p.bandRows;
    const rows = atMost(p.bandRows, p.outHeight - first);
    const source = p.x + usize(image) * (p.inHeight * p.inWidth * pixel);
    const y = p.y + usize(image) * p.imagePitch + first * p.rowPitch;
    let start = source + first * p.strideHeight * pitch;
    if (p.copied) {
      start = p.scratch + thread * p.scratchSize;
      const even = p.transformed ? (rows + 1) & ~1 : rows;
      const copiedRows = (even - 1) * p.strideHeight + (p.filterHeight - 1) * p.dilationHeight + 1;
      if (p.filterHeight > 0)
        copyWindow(
          source,
          p.inHeight,
          p.inWidth,
          pixel,
          first * p.strideHeight - p.padTop,
          copiedRows,
          -p.padLeft,
          p.columns,
          start,
        );
    }
    if (p.transformed && transformedBand(p, start, pitch, y, rows, start + p.tiles)) continue;
    const dense = p.dilationWidth == 1;
    setTaps(
      p.filterHeight,
      pitch * p.dilationHeight,
      dense ? 1 : p.filterWidth,
      p.dilationWidth * pixel,
      dense ? p.filterWidth * pixel : pixel,
      p.relu != 0,
    );
    convolveBand(p, start, p.strideHeight * pitch, y, rows);
  }
}

// False where something in the band is not finite: differences of infinities would spread over a whole tile, so the
// band is summed directly then.
function transformedBand(p: ConvolveParams, x: usize, pitch: usize, y: usize, rows: i32, tiles: usize): bool {
  setTaps(1, 0, 1, 0, p.inChannels * 4, false);
  return winogradBand(
    x,
    pitch,
    p.inChannels,
    p.transformed,
    y,
    p.rowPitch,
    p.pixelPitch,
    p.outChannels,
    p.outWidth,
    rows,
    p.bias,
    p.relu != 0,
    tiles,
  );
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
        for (let c = 0; c <= last; c += 4)
          fourPixels(xr + c * step, step, panel, low, high, yr + c * p.pixelPitch, p.pixelPitch, count);
        if (last & 3)
          fourPixels(xr + last * step, step, panel, low, high, yr + last * p.pixelPitch, p.pixelPitch, count);
      }
    }
  }
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

/**
 * Packs any strided view (rows, columns, depth, outs) of a filter as [outs / 8][rows][columns * depth][8], zero beyond
 * outs. Item = panel.
 */
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
