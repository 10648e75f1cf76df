import { atMost } from './simd';

/** Fields in the order in which src/kernels/pool.ts writes them. */
@unmanaged
class PoolParams {
  x: usize;
  dy: usize;
  dx: usize;
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  windowHeight: i32;
  windowWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padTop: i32;
  padLeft: i32;
}

/**
 * Gradient of max pooling: dy goes to the window's first maximum in row-major order, as on the cpu backend: a window
 * without a value above -infinity (NaN
 * included) gives none. Item = image, since windows of one image may overlap.
 */
export function maxPoolGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<PoolParams>(address);
  const imageBytes: usize = p.height * p.width * p.channels * 4;
  const outBytes: usize = p.outHeight * p.outWidth * p.channels * 4;
  for (let image: usize = begin; image < usize(end); image++) {
    const dx = p.dx + image * imageBytes;
    const x = p.x + image * imageBytes;
    memory.fill(dx, 0, imageBytes);
    let dy = p.dy + image * outBytes;
    for (let oy = 0; oy < p.outHeight; oy++) {
      for (let ox = 0; ox < p.outWidth; ox++, dy += p.channels * 4) {
        const top = oy * p.strideHeight - p.padTop;
        const left = ox * p.strideWidth - p.padLeft;
        maxWindow(p, x, dx, dy, top, left);
      }
    }
  }
}

function maxWindow(p: PoolParams, x: usize, dx: usize, dy: usize, top: i32, left: i32): void {
  const bottom = atMost(top + p.windowHeight, p.height);
  const right = atMost(left + p.windowWidth, p.width);
  top = top < 0 ? 0 : top;
  left = left < 0 ? 0 : left;
  let c = 0;
  for (; c + 4 <= p.channels; c += 4) {
    let best = f32x4.splat(-Infinity);
    let where = i32x4.splat(-1);
    for (let r = top; r < bottom; r++) {
      for (let q = left; q < right; q++) {
        const at = (r * p.width + q) * p.channels + c;
        const v = v128.load(x + at * 4);
        const above = f32x4.gt(v, best);
        best = v128.bitselect(v, best, above);
        where = v128.bitselect(i32x4.splat(at), where, above);
      }
    }
    const g = v128.load(dy + c * 4);
    for (let r = top; r < bottom; r++) {
      for (let q = left; q < right; q++) {
        const at = (r * p.width + q) * p.channels + c;
        const to = dx + at * 4;
        v128.store(to, f32x4.add(v128.load(to), v128.and(g, i32x4.eq(where, i32x4.splat(at)))));
      }
    }
  }
  for (; c < p.channels; c++) maxChannel(p, x, dx, f32.load(dy + c * 4), top, bottom, left, right, c);
}

function maxChannel(
  p: PoolParams,
  x: usize,
  dx: usize,
  g: f32,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
  c: i32,
): void {
  let best: f32 = -Infinity;
  let where = -1;
  for (let r = top; r < bottom; r++) {
    for (let q = left; q < right; q++) {
      const at = (r * p.width + q) * p.channels + c;
      const v = f32.load(x + at * 4);
      if (v > best) {
        best = v;
        where = at;
      }
    }
  }
  if (where >= 0) f32.store(dx + where * 4, f32.load(dx + where * 4) + g);
}

/**
 * Gradient of average pooling: dy over the number of the window's elements inside the image, to each of them. Item =
 * image.
 */
export function averagePoolGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<PoolParams>(address);
  const imageBytes: usize = p.height * p.width * p.channels * 4;
  let dy = p.dy + usize(begin) * p.outHeight * p.outWidth * p.channels * 4;
  for (let image: usize = begin; image < usize(end); image++) {
    const dx = p.dx + image * imageBytes;
    memory.fill(dx, 0, imageBytes);
    for (let oy = 0; oy < p.outHeight; oy++) {
      for (let ox = 0; ox < p.outWidth; ox++, dy += p.channels * 4) {
        averageWindow(p, dx, dy, oy * p.strideHeight - p.padTop, ox * p.strideWidth - p.padLeft);
      }
    }
  }
}

function averageWindow(p: PoolParams, dx: usize, dy: usize, top: i32, left: i32): void {
  const bottom = atMost(top + p.windowHeight, p.height),
    right = atMost(left + p.windowWidth, p.width);
  top = top < 0 ? 0 : top;
  left = left < 0 ? 0 : left;
  const share: f32 = 1 / f32((bottom - top) * (right - left));
  const four = f32x4.splat(share);
  for (let r = top; r < bottom; r++) {
    for (let q = left; q < right; q++) {
      const to = dx + (r * p.width + q) * p.channels * 4;
      let c = 0;
      for (; c + 4 <= p.channels; c += 4)
        v128.store(to + c * 4, f32x4.add(v128.load(to + c * 4), f32x4.mul(v128.load(dy + c * 4), four)));
      for (; c < p.channels; c++) f32.store(to + c * 4, f32.load(to + c * 4) + f32.load(dy + c * 4) * share);
    }
  }
}
