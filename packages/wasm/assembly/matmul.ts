import { atMost, loadFirst, madd, positive, splat, storeFirst } from './simd';


@unmanaged
class MatMulParams {
  a: usize;
  b: usize;
  bias: usize; // [columns] or 0
  y: usize;
  rows: i32;
  inner: i32;
  columns: i32;
  aRow: i32; // pitches of a in bytes: swapped where a is transposed
  aInner: i32;
  tiles: i32; // tiles of columns
  relu: i32;
}

/**
 * Columns and rows of one item, and the length of `inner` that passes through the L1 cache at once:
 * src/kernels/matmul.ts counts items with the first two.
 */
const TILE_COLUMNS = 32;
const TILE_ROWS = 64;
const BLOCK = 64;

/**
 * y = a b + bias, perhaps rectified; b is [inner, columns], a any strided view. Item = row tile * tiles + column tile.
 */
export function matMul(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<MatMulParams>(address);
  for (let item = begin; item < end; item++) {
    const firstRow = (item / p.tiles) * TILE_ROWS,
      firstColumn = (item % p.tiles) * TILE_COLUMNS;
    const lastRow = atMost(firstRow + TILE_ROWS, p.rows),
      lastColumn = atMost(firstColumn + TILE_COLUMNS, p.columns);
    let k = 0;
    do {
      const count = atMost(BLOCK, p.inner - k);
      const rectify = p.relu != 0 && k + count >= p.inner;
      for (let r = firstRow; r < lastRow; r += 4) {
        for (let c = firstColumn; c < lastColumn; c += 8) block(p, r, c, k, count, rectify);
      }
      k += count;
    } while (k < p.inner);
  }
}

function block(p: MatMulParams, r: i32, c: i32, k: i32, count: i32, rectify: bool): void {
  const columns = atMost(8, p.columns - c);
  const pitch: usize = p.columns * 4;
  // Rows beyond the last are the last again: computed, never written.
  const end = p.rows - 1;
  const r1 = atMost(r + 1, end),
    r2 = atMost(r + 2, end),
    r3 = atMost(r + 3, end);
  const shift = k * p.aInner;
  let xa = p.a + r * p.aRow + shift,
    xb = p.a + r1 * p.aRow + shift,
    xc = p.a + r2 * p.aRow + shift,
    xd = p.a + r3 * p.aRow + shift;
  const y = p.y + (usize(r) * p.columns + c) * 4;
  const ya = y,
    yb = p.y + (usize(r1) * p.columns + c) * 4,
    yc = p.y + (usize(r2) * p.columns + c) * 4,
    yd = p.y + (usize(r3) * p.columns + c) * 4;
  let b = p.b + (usize(k) * p.columns + c) * 4;
  const first = k == 0;
  const from = first ? p.bias + c * 4 : ya;
  const some = first && !p.bias ? 0 : columns;
  let a0 = loadFirst(from, some),
    a1 = loadFirst(from + 16, some - 4);
  let b0 = first ? a0 : loadFirst(yb, columns),
    b1 = first ? a1 : loadFirst(yb + 16, columns - 4);
  let c0 = first ? a0 : loadFirst(yc, columns),
    c1 = first ? a1 : loadFirst(yc + 16, columns - 4);
  let d0 = first ? a0 : loadFirst(yd, columns),
    d1 = first ? a1 : loadFirst(yd + 16, columns - 4);
  const step: usize = p.aInner;
  if (columns == 8) {
    for (let n = count; n > 0; n--, b += pitch, xa += step, xb += step, xc += step, xd += step) {
      const w0 = v128.load(b),
        w1 = v128.load(b, 16);
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
  } else {
    for (let n = count; n > 0; n--, b += pitch, xa += step, xb += step, xc += step, xd += step) {
      const w0 = loadFirst(b, columns),
        w1 = loadFirst(b + 16, columns - 4);
      a0 = madd(splat(xa), w0, a0);
      a1 = madd(splat(xa), w1, a1);
      b0 = madd(splat(xb), w0, b0);
      b1 = madd(splat(xb), w1, b1);
      c0 = madd(splat(xc), w0, c0);
      c1 = madd(splat(xc), w1, c1);
      d0 = madd(splat(xd), w0, d0);
      d1 = madd(splat(xd), w1, d1);
    }
  }
  put(ya, a0, a1, columns, rectify);
  if (r1 > r) put(yb, b0, b1, columns, rectify);
  if (r2 > r1) put(yc, c0, c1, columns, rectify);
  if (r3 > r2) put(yd, d0, d1, columns, rectify);
}

// @ts-ignore: decorator
@inline
function put(y: usize, low: v128, high: v128, columns: i32, rectify: bool): void {
  if (rectify) {
    low = positive(low);
    high = positive(high);
  }
  if (columns == 8) {
    v128.store(y, low);
    v128.store(y, high, 16);
  } else storeFirst(y, low, high, columns);
}


@unmanaged
class MatMulTransposedParams {
  a: usize; // [rows, inner]
  b: usize; // [columns, inner]
  y: usize;
  rows: i32;
  inner: i32;
  columns: i32;
}

/** y = a b^T: dot products of rows. Item = 2 columns of y. */
export function matMulTransposed(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<MatMulTransposedParams>(address);
  for (let item = begin; item < end; item++) {
    const c = item * 2;
    const second = c + 1 < p.columns;
    for (let r = 0; r < p.rows; r += 4) dots(p, r, c, second);
  }
}

function dots(p: MatMulTransposedParams, r: i32, c: i32, second: bool): void {
  const pitch: usize = p.inner * 4;
  const end = p.rows - 1;
  const r1 = atMost(r + 1, end),
    r2 = atMost(r + 2, end),
    r3 = atMost(r + 3, end);
  let xa = p.a + usize(r) * pitch,
    xb = p.a + usize(r1) * pitch,
    xc = p.a + usize(r2) * pitch,
    xd = p.a + usize(r3) * pitch;
  let w0 = p.b + usize(c) * pitch,
    w1 = second ? w0 + pitch : w0;
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0;
  for (let n = p.inner >> 2; n > 0; n--, xa += 16, xb += 16, xc += 16, xd += 16, w0 += 16, w1 += 16) {
    const u0 = v128.load(w0),
      u1 = v128.load(w1);
    let v = v128.load(xa);
    a0 = madd(v, u0, a0);
    a1 = madd(v, u1, a1);
    v = v128.load(xb);
    b0 = madd(v, u0, b0);
    b1 = madd(v, u1, b1);
    v = v128.load(xc);
    c0 = madd(v, u0, c0);
    c1 = madd(v, u1, c1);
    v = v128.load(xd);
    d0 = madd(v, u0, d0);
    d1 = madd(v, u1, d1);
  }
  const left = p.inner & 3;
  if (left > 0) {
    const u0 = loadFirst(w0, left),
      u1 = loadFirst(w1, left);
    a0 = madd(loadFirst(xa, left), u0, a0);
    a1 = madd(loadFirst(xa, left), u1, a1);
    b0 = madd(loadFirst(xb, left), u0, b0);
    b1 = madd(loadFirst(xb, left), u1, b1);
    c0 = madd(loadFirst(xc, left), u0, c0);
    c1 = madd(loadFirst(xc, left), u1, c1);
    d0 = madd(loadFirst(xd, left), u0, d0);
    d1 = madd(loadFirst(xd, left), u1, d1);
  }
  write(p, r, c, total(a0), total(a1), second);
  if (r1 > r) write(p, r1, c, total(b0), total(b1), second);
  if (r2 > r1) write(p, r2, c, total(c0), total(c1), second);
  if (r3 > r2) write(p, r3, c, total(d0), total(d1), second);
}

// @ts-ignore: decorator
@inline
function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// @ts-ignore: decorator
@inline
function write(p: MatMulTransposedParams, r: i32, c: i32, first: f32, next: f32, second: bool): void {
  const y = p.y + (usize(r) * p.columns + c) * 4;
  f32.store(y, first);
  if (second) f32.store(y, next, 4);
}
