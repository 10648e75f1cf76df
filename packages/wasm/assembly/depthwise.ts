import { atLeast, atMost } from './simd';

/** Fields in the order in which src/kernels/depthwise.ts writes them. */
@unmanaged
class DepthwiseParams {
  x: usize; // filter gradient: the input; input gradient: the filter
  dy: usize;
  to: usize; // filter gradient: [slots][kh][kw][channels][multiplier]; input gradient: dx
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
  batch: i32;
  slots: i32;
}

// @ts-ignore: decorator
@inline
function firstInside(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
}

// @ts-ignore: decorator
@inline
function lastInside(offset: i32, stride: i32, size: i32, count: i32): i32 {
  return offset >= size ? 0 : atMost(count, (size - 1 - offset) / stride + 1);
}

/**
 * Partial sums of dW[i][j][c][q] = sum of x[.., c] dy[.., c * multiplier + q]. Item = slot: a fixed share of the
 * images.
 */
export function depthwiseFilterGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<DepthwiseParams>(address);
  const slotBytes: usize = p.filterHeight * p.filterWidth * p.outChannels * 4;
  const xPixel: usize = p.inChannels * 4,
    dyPixel: usize = p.outChannels * 4;
  for (let slot = begin; slot < end; slot++) {
    const to = p.to + slot * slotBytes;
    memory.fill(to, 0, slotBytes);
    const lastImage = i32((i64(slot + 1) * p.batch) / p.slots);
    for (let image: usize = i32((i64(slot) * p.batch) / p.slots); image < usize(lastImage); image++) {
      for (let oy = 0; oy < p.outHeight; oy++) {
        const dy = p.dy + (image * p.outHeight + oy) * p.outWidth * dyPixel;
        for (let i = 0; i < p.filterHeight; i++) {
          const iy = oy * p.strideHeight - p.padTop + i * p.dilationHeight;
          if (iy < 0 || iy >= p.inHeight) continue;
          const x = p.x + (image * p.inHeight + iy) * p.inWidth * xPixel;
          for (let j = 0; j < p.filterWidth; j++) {
            const offset = j * p.dilationWidth - p.padLeft;
            const first = firstInside(offset, p.strideWidth);
            const count = lastInside(offset, p.strideWidth, p.inWidth, p.outWidth) - first;
            if (count > 0) {
              const tap = to + (i * p.filterWidth + j) * dyPixel;
              addTap(p, x + (first * p.strideWidth + offset) * xPixel, dy + first * dyPixel, count, tap);
            }
          }
        }
      }
    }
  }
}

function addTap(p: DepthwiseParams, x: usize, dy: usize, count: i32, to: usize): void {
  const xStep: usize = p.strideWidth * p.inChannels * 4,
    dyStep: usize = p.outChannels * 4;
  let d = 0;
  if (p.inChannels == p.outChannels) {
    for (; d + 4 <= p.outChannels; d += 4) {
      let a = x + d * 4,
        g = dy + d * 4,
        sum = f32x4.splat(0);
      for (let n = count; n > 0; n--, a += xStep, g += dyStep)
        sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(g)));
      v128.store(to + d * 4, f32x4.add(v128.load(to + d * 4), sum));
    }
  }
  const multiplier = p.outChannels / p.inChannels;
  for (; d < p.outChannels; d++) {
    let a = x + (d / multiplier) * 4,
      g = dy + d * 4,
      sum: f32 = 0;
    for (let n = count; n > 0; n--, a += xStep, g += dyStep) sum += f32.load(a) * f32.load(g);
    f32.store(to + d * 4, f32.load(to + d * 4) + sum);
  }
}

/** dx[.., c] = sum over taps and q of dy[.., c * multiplier + q] w[i][j][c][q]. Item = image. */
export function depthwiseInputGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<DepthwiseParams>(address);
  const xPixel: usize = p.inChannels * 4,
    dyPixel: usize = p.outChannels * 4;
  for (let image: usize = begin; image < usize(end); image++) {
    const dx = p.to + image * p.inHeight * p.inWidth * xPixel;
    memory.fill(dx, 0, p.inHeight * p.inWidth * xPixel);
    for (let oy = 0; oy < p.outHeight; oy++) {
      const dy = p.dy + (image * p.outHeight + oy) * p.outWidth * dyPixel;
      for (let i = 0; i < p.filterHeight; i++) {
        const iy = oy * p.strideHeight - p.padTop + i * p.dilationHeight;
        if (iy < 0 || iy >= p.inHeight) continue;
        for (let j = 0; j < p.filterWidth; j++) {
          const offset = j * p.dilationWidth - p.padLeft;
          const first = firstInside(offset, p.strideWidth);
          const count = lastInside(offset, p.strideWidth, p.inWidth, p.outWidth) - first;
          const to = dx + (iy * p.inWidth + first * p.strideWidth + offset) * xPixel;
          if (count > 0)
            spreadTap(p, p.x + (i * p.filterWidth + j) * dyPixel, dy + first * dyPixel, atLeast(count, 0), to);
        }
      }
    }
  }
}

function spreadTap(p: DepthwiseParams, w: usize, dy: usize, count: i32, dx: usize): void {
  const dxStep: usize = p.strideWidth * p.inChannels * 4,
    dyStep: usize = p.outChannels * 4;
  const multiplier = p.outChannels / p.inChannels;
  let whole = 0;
  if (multiplier == 1) {
    for (; whole + 4 <= p.inChannels; whole += 4) {
      const weight = v128.load(w + whole * 4);
      let to = dx + whole * 4,
        g = dy + whole * 4;
      for (let n = count; n > 0; n--, to += dxStep, g += dyStep)
        v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(g), weight)));
    }
    if (whole == p.inChannels) return;
  }
  for (let n = count; n > 0; n--, dx += dxStep, dy += dyStep) {
    let c = whole;
    for (; c < p.inChannels; c++) {
      let sum = f32.load(dx + c * 4);
      for (let q = c * multiplier; q < (c + 1) * multiplier; q++) sum += f32.load(dy + q * 4) * f32.load(w + q * 4);
      f32.store(dx + c * 4, sum);
    }
  }
}
