// Moves of whole rows, and what global pooling needs.

@unmanaged
class CopyRowsParams {
  from: usize;
  to: usize;
  rows: i32;
  rowBytes: i32;
  fromPitch: i32;
  toPitch: i32;
  chunks: i32;
}

/** Copies rows from one pitch to another. Item = a share of the rows. */
export function copyRows(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<CopyRowsParams>(address);
  const first = i32((i64(begin) * p.rows) / p.chunks),
    last = i32((i64(end) * p.rows) / p.chunks);
  let from = p.from + usize(first) * p.fromPitch,
    to = p.to + usize(first) * p.toPitch;
  const short = p.rowBytes <= 256 && (p.rowBytes & 15) == 0;
  for (let row = first; row < last; row++, from += p.fromPitch, to += p.toPitch) {
    if (!short) memory.copy(to, from, p.rowBytes);
    else for (let at: usize = 0; at < usize(p.rowBytes); at += 16) v128.store(to + at, v128.load(from + at));
  }
}


@unmanaged
class RowsParams {
  x: usize; // [outer, rows, channels]
  y: usize; // [outer, channels]
  dy: usize; // [outer, channels]
  dx: usize; // [outer, rows, channels]
  rows: i32;
  channels: i32;
  scale: f32;
}

/** y = the largest over rows, per channel; not a number where one of them is none. Item = outer. */
export function maxRows(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<RowsParams>(address);
  for (let item = begin; item < end; item++) {
    const x = p.x + usize(item) * p.rows * p.channels * 4,
      y = p.y + usize(item) * p.channels * 4;
    let c = 0;
    for (; c + 4 <= p.channels; c += 4) {
      let best = f32x4.splat(-Infinity);
      let at = x + c * 4;
      for (let n = p.rows; n > 0; n--, at += p.channels * 4) best = f32x4.max(best, v128.load(at));
      v128.store(y + c * 4, best);
    }
    for (; c < p.channels; c++) {
      let best: f32 = -Infinity;
      let at = x + c * 4;
      for (let n = p.rows; n > 0; n--, at += p.channels * 4) best = max<f32>(best, f32.load(at));
      f32.store(y + c * 4, best);
    }
  }
}

/** dx = dy wherever x is the largest, y. Item = outer. */
export function maxRowsGradient(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<RowsParams>(address);
  const one = f32x4.splat(1);
  const all: usize = p.channels * 4,
    vectors: usize = (p.channels & ~3) * 4;
  for (let item = begin; item < end; item++) {
    const y = p.y + usize(item) * all,
      dy = p.dy + usize(item) * all;
    let x = p.x + usize(item) * p.rows * all,
      dx = p.dx + usize(item) * p.rows * all;
    for (let n = p.rows; n > 0; n--, x += all, dx += all) {
      let c: usize = 0;
      for (; c < vectors; c += 16) {
        const hit = v128.and(f32x4.eq(v128.load(x + c), v128.load(y + c)), one);
        v128.store(dx + c, f32x4.mul(v128.load(dy + c), hit));
      }
      for (; c < all; c += 4) f32.store(dx + c, f32.load(dy + c) * (f32.load(x + c) == f32.load(y + c) ? 1 : 0));
    }
  }
}

/** dx = dy * scale in every row. Item = outer. */
export function spreadRows(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<RowsParams>(address);
  const scale = f32x4.splat(p.scale);
  const all: usize = p.channels * 4,
    vectors: usize = (p.channels & ~3) * 4;
  for (let item = begin; item < end; item++) {
    const dy = p.dy + usize(item) * all;
    let dx = p.dx + usize(item) * p.rows * all;
    for (let n = p.rows; n > 0; n--, dx += all) {
      let c: usize = 0;
      for (; c < vectors; c += 16) v128.store(dx + c, f32x4.mul(v128.load(dy + c), scale));
      for (; c < all; c += 4) f32.store(dx + c, f32.load(dy + c) * p.scale);
    }
  }
}
