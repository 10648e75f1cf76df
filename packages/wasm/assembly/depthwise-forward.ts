import { atLeast, atMost, madd, positive, positiveOf, splat } from './simd';

/** Fields in the order in which src/kernels/depthwise-forward.ts writes them. */
@unmanaged
class DepthwiseForwardParams {
  x: usize;
  filter: usize;
  bias: usize; // [outChannels]; 0: none
  y: usize;
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
  relu: i32;
}

/** First tap whose position, `start` + tap * `dilation`, is not before the image. */
// @ts-ignore: decorator
@inline
function firstTap(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** The tap after the last one whose position is inside an image of `size` pixels. */
// @ts-ignore: decorator
@inline
function endTap(start: i32, dilation: i32, size: i32, taps: i32): i32 {
  return start >= size ? 0 : atMost(taps, (size - 1 - start) / dilation + 1);
}

/** y[.., c * multiplier + q] = bias + sum over taps of x[.., c] w[i][j][c][q]. Item = a row of one image of y. */
export function depthwise(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<DepthwiseForwardParams>(address);
  const xPixel: usize = p.inChannels * 4,
    yPixel: usize = p.outChannels * 4;
  for (let row = begin; row < end; row++) {
    const image: usize = row / p.outHeight;
    const top = (row % p.outHeight) * p.strideHeight - p.padTop;
    const firstRow = firstTap(top, p.dilationHeight);
    const rows = atLeast(endTap(top, p.dilationHeight, p.inHeight, p.filterHeight) - firstRow, 0);
    const firstLine = p.x + (image * p.inHeight + (top + firstRow * p.dilationHeight)) * p.inWidth * xPixel;
    let y = p.y + usize(row) * p.outWidth * yPixel;
    for (let column = 0; column < p.outWidth; column++, y += yPixel) {
      const left = column * p.strideWidth - p.padLeft;
      const firstColumn = firstTap(left, p.dilationWidth);
      const columns = atLeast(endTap(left, p.dilationWidth, p.inWidth, p.filterWidth) - firstColumn, 0);
      const x = firstLine + (left + firstColumn * p.dilationWidth) * xPixel;
      const w = p.filter + (firstRow * p.filterWidth + firstColumn) * yPixel;
      if (p.inChannels == p.outChannels) single(p, x, w, y, rows, columns);
      else several(p, x, w, y, rows, columns);
    }
  }
}

// @ts-ignore: decorator
@inline
function biasAt(p: DepthwiseForwardParams, c: i32): v128 {
  return p.bias == 0 ? f32x4.splat(0) : v128.load(p.bias + c * 4);
}

// @ts-ignore: decorator
@inline
function finish(p: DepthwiseForwardParams, to: usize, sum: v128): void {
  v128.store(to, p.relu ? positive(sum) : sum);
}

/** One pixel with one filter a channel: channels by eight, by four, and the rest alone. */
function single(p: DepthwiseForwardParams, x: usize, w: usize, y: usize, rows: i32, columns: i32): void {
  const pixel: usize = p.inChannels * 4;
  const xLine: usize = p.dilationHeight * p.inWidth * pixel,
    xStep: usize = p.dilationWidth * pixel,
    wLine: usize = p.filterWidth * pixel;
  let c = 0;
  for (; c + 8 <= p.inChannels; c += 8) {
    let low = biasAt(p, c),
      high = biasAt(p, c + 4);
    for (let i = 0; i < rows; i++) {
      let a = x + c * 4 + i * xLine,
        b = w + c * 4 + i * wLine;
      for (let j = columns; j > 0; j--, a += xStep, b += pixel) {
        low = madd(v128.load(a), v128.load(b), low);
        high = madd(v128.load(a, 16), v128.load(b, 16), high);
      }
    }
    finish(p, y + c * 4, low);
    finish(p, y + c * 4 + 16, high);
  }
  for (; c + 4 <= p.inChannels; c += 4) {
    let sum = biasAt(p, c);
    for (let i = 0; i < rows; i++) {
      let a = x + c * 4 + i * xLine,
        b = w + c * 4 + i * wLine;
      for (let j = columns; j > 0; j--, a += xStep, b += pixel) sum = madd(v128.load(a), v128.load(b), sum);
    }
    finish(p, y + c * 4, sum);
  }
  for (; c < p.inChannels; c++) alone(p, x + c * 4, w + c * 4, y + c * 4, rows, columns, c);
}

/** One pixel with several filters a channel: those of one channel by four, and the rest alone. */
function several(p: DepthwiseForwardParams, x: usize, w: usize, y: usize, rows: i32, columns: i32): void {
  const multiplier = p.outChannels / p.inChannels;
  const xPixel: usize = p.inChannels * 4,
    yPixel: usize = p.outChannels * 4;
  const xLine: usize = p.dilationHeight * p.inWidth * xPixel,
    xStep: usize = p.dilationWidth * xPixel,
    wLine: usize = p.filterWidth * yPixel;
  for (let c = 0; c < p.inChannels; c++) {
    const last = (c + 1) * multiplier;
    let d = c * multiplier;
    for (; d + 4 <= last; d += 4) {
      let sum = biasAt(p, d);
      for (let i = 0; i < rows; i++) {
        let a = x + c * 4 + i * xLine,
          b = w + d * 4 + i * wLine;
        for (let j = columns; j > 0; j--, a += xStep, b += yPixel) sum = madd(splat(a), v128.load(b), sum);
      }
      finish(p, y + d * 4, sum);
    }
    for (; d < last; d++) alone(p, x + c * 4, w + d * 4, y + d * 4, rows, columns, d);
  }
}

function alone(p: DepthwiseForwardParams, x: usize, w: usize, y: usize, rows: i32, columns: i32, d: i32): void {
  const xPixel: usize = p.inChannels * 4,
    yPixel: usize = p.outChannels * 4;
  let sum: f32 = p.bias == 0 ? 0 : f32.load(p.bias + d * 4);
  for (let i = 0; i < rows; i++) {
    let a = x + i * p.dilationHeight * p.inWidth * xPixel,
      b = w + i * p.filterWidth * yPixel;
    for (let j = columns; j > 0; j--, a += p.dilationWidth * xPixel, b += yPixel) sum += f32.load(a) * f32.load(b);
  }
  f32.store(y, p.relu ? positiveOf(sum) : sum);
}
