// Maps over flat lists of floats. Item = BLOCK neighbors; the last one may be shorter.

/** Floats of one item: src/kernels/elementwise.ts counts items with the same number. */
const BLOCK = 16384;


@unmanaged
class DropoutParams {
  x: usize;
  y: usize;
  size: i32;
  key: i32;
  secondKey: i32;
  threshold: u32;
  scale: f32;
}

/**
 * y = x * scale where the hash of the element's number and the keys reaches the threshold, else 0: no mask is stored,
 * the gradient is the same map.
 */
export function dropout(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<DropoutParams>(address);
  const last = atEnd(end, p.size);
  const key = i32x4.splat(p.key),
    secondKey = i32x4.splat(p.secondKey),
    threshold = i32x4.splat(p.threshold);
  const scale = f32x4.splat(p.scale),
    lanes = i32x4(0, 1, 2, 3);
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) {
    let h = v128.xor(i32x4.add(i32x4.splat(i), lanes), key);
    h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x21f0aaad));
    h = v128.xor(h, secondKey);
    h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(<i32>0xd35a2d97));
    h = v128.xor(h, i32x4.shr_u(h, 15));
    const kept = f32x4.mul(v128.load(p.x + usize(i) * 4), scale);
    v128.store(p.y + usize(i) * 4, v128.and(kept, i32x4.ge_u(h, threshold)));
  }
  for (; i < last; i++) {
    let h: u32 = i ^ p.key;
    h = ((h ^ (h >> 16)) * 0x21f0aaad) ^ p.secondKey;
    h = (h ^ (h >> 15)) * 0xd35a2d97;
    h ^= h >> 15;
    f32.store(p.y + usize(i) * 4, h >= p.threshold ? f32.load(p.x + usize(i) * 4) * p.scale : 0);
  }
}

// @ts-ignore: decorator
@inline
function atEnd(end: i32, size: i32): i32 {
  return i64(end) * BLOCK < i64(size) ? end * BLOCK : size;
}


@unmanaged
class SlopeParams {
  x: usize;
  dy: usize;
  dx: usize;
  size: i32;
  poison: i32; // 1: not a number in x gives not a number
  below: f32; // slope for x <= 0
  cap: f32; // slope 0 above
}

/** dx = dy times the slope of ReLU, ReLU6 or leaky ReLU at x. */
export function slope(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<SlopeParams>(address);
  const last = atEnd(end, p.size);
  const zero = f32x4.splat(0),
    one = f32x4.splat(1),
    below = f32x4.splat(p.below),
    cap = f32x4.splat(p.cap);
  const poison = i32x4.splat(p.poison ? -1 : 0);
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) {
    const v = v128.load(p.x + usize(i) * 4);
    let k = v128.bitselect(one, below, f32x4.gt(v, zero));
    k = v128.bitselect(zero, k, f32x4.gt(v, cap));
    k = v128.bitselect(v, k, v128.and(f32x4.ne(v, v), poison));
    v128.store(p.dx + usize(i) * 4, f32x4.mul(v128.load(p.dy + usize(i) * 4), k));
  }
  for (; i < last; i++) {
    const v = f32.load(p.x + usize(i) * 4);
    let k: f32 = v > 0 ? 1 : p.below;
    if (v > p.cap) k = 0;
    if (v != v && p.poison) k = v;
    f32.store(p.dx + usize(i) * 4, f32.load(p.dy + usize(i) * 4) * k);
  }
}


@unmanaged
class LeakyParams {
  x: usize;
  y: usize;
  size: i32;
  alpha: f32;
}

/** y = x where x is not negative, else alpha x. */
export function leaky(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<LeakyParams>(address);
  const last = atEnd(end, p.size);
  const alpha = f32x4.splat(p.alpha),
    zero = f32x4.splat(0);
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) {
    const v = v128.load(p.x + usize(i) * 4);
    v128.store(p.y + usize(i) * 4, v128.bitselect(f32x4.mul(v, alpha), v, f32x4.lt(v, zero)));
  }
  for (; i < last; i++) {
    const v = f32.load(p.x + usize(i) * 4);
    f32.store(p.y + usize(i) * 4, v < 0 ? v * p.alpha : v);
  }
}


@unmanaged
class ToFloatParams {
  x: usize; // int32
  y: usize;
  size: i32;
}

/** int32 to float32. */
export function toFloat(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<ToFloatParams>(address);
  const last = atEnd(end, p.size);
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) v128.store(p.y + usize(i) * 4, f32x4.convert_i32x4_s(v128.load(p.x + usize(i) * 4)));
  for (; i < last; i++) f32.store(p.y + usize(i) * 4, f32(i32.load(p.x + usize(i) * 4)));
}


@unmanaged
class AdamParams {
  weight: usize;
  gradient: usize;
  m: usize;
  v: usize;
  to: usize;
  newM: usize;
  newV: usize;
  size: i32;
  beta1: f32;
  rest1: f32; // 1 - beta1
  beta2: f32;
  rest2: f32;
  epsilon: f32;
  stepSize: f32;
  secondScale: f32;
  kept: f32; // 1 - decay
  gradientScale: f32;
}

/**
 * m' = beta1 m + rest1 g; v' = beta2 v + rest2 g^2; to = kept w - stepSize m' / (sqrt(v') secondScale + epsilon). newM
 * and newV may be m and v.
 */
export function adam(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<AdamParams>(address);
  const last = atEnd(end, p.size);
  const beta1 = f32x4.splat(p.beta1),
    rest1 = f32x4.splat(p.rest1),
    beta2 = f32x4.splat(p.beta2),
    rest2 = f32x4.splat(p.rest2);
  const epsilon = f32x4.splat(p.epsilon),
    stepSize = f32x4.splat(p.stepSize),
    secondScale = f32x4.splat(p.secondScale);
  const kept = f32x4.splat(p.kept),
    gradientScale = f32x4.splat(p.gradientScale);
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) {
    const at = usize(i) * 4;
    const g = f32x4.mul(v128.load(p.gradient + at), gradientScale);
    const m = f32x4.add(f32x4.mul(v128.load(p.m + at), beta1), f32x4.mul(g, rest1));
    const v = f32x4.add(f32x4.mul(v128.load(p.v + at), beta2), f32x4.mul(f32x4.mul(g, g), rest2));
    v128.store(p.newM + at, m);
    v128.store(p.newV + at, v);
    const down = f32x4.add(f32x4.mul(f32x4.sqrt(v), secondScale), epsilon);
    v128.store(
      p.to + at,
      f32x4.sub(f32x4.mul(v128.load(p.weight + at), kept), f32x4.div(f32x4.mul(m, stepSize), down)),
    );
  }
  for (; i < last; i++) {
    const at = usize(i) * 4;
    const g = f32.load(p.gradient + at) * p.gradientScale;
    const m = f32.load(p.m + at) * p.beta1 + g * p.rest1;
    const v = f32.load(p.v + at) * p.beta2 + g * g * p.rest2;
    f32.store(p.newM + at, m);
    f32.store(p.newV + at, v);
    f32.store(
      p.to + at,
      f32.load(p.weight + at) * p.kept - (m * p.stepSize) / (sqrt<f32>(v) * p.secondScale + p.epsilon),
    );
  }
}


@unmanaged
class MomentumParams {
  weight: usize;
  gradient: usize;
  accumulator: usize;
  to: usize;
  newAccumulator: usize; // 0: no accumulator is kept
  size: i32;
  momentum: f32;
  intake: f32;
  accumulatorStep: f32;
  gradientStep: f32;
  kept: f32;
  gradientScale: f32;
}

/**
 * a' = momentum a + intake g; to = kept w + accumulatorStep a' + gradientStep g. Without an accumulator: plain gradient
 * descent.
 */
export function momentum(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<MomentumParams>(address);
  const last = atEnd(end, p.size);
  const decay = f32x4.splat(p.momentum),
    intake = f32x4.splat(p.intake),
    accumulatorStep = f32x4.splat(p.accumulatorStep);
  const gradientStep = f32x4.splat(p.gradientStep),
    kept = f32x4.splat(p.kept),
    gradientScale = f32x4.splat(p.gradientScale);
  const moving = p.newAccumulator != 0;
  let i = begin * BLOCK;
  for (; i + 4 <= last; i += 4) {
    const at = usize(i) * 4;
    const g = f32x4.mul(v128.load(p.gradient + at), gradientScale);
    let w = f32x4.add(f32x4.mul(v128.load(p.weight + at), kept), f32x4.mul(g, gradientStep));
    if (moving) {
      const a = f32x4.add(f32x4.mul(v128.load(p.accumulator + at), decay), f32x4.mul(g, intake));
      v128.store(p.newAccumulator + at, a);
      w = f32x4.add(w, f32x4.mul(a, accumulatorStep));
    }
    v128.store(p.to + at, w);
  }
  for (; i < last; i++) {
    const at = usize(i) * 4;
    const g = f32.load(p.gradient + at) * p.gradientScale;
    let w = f32.load(p.weight + at) * p.kept + g * p.gradientStep;
    if (moving) {
      const a = f32.load(p.accumulator + at) * p.momentum + g * p.intake;
      f32.store(p.newAccumulator + at, a);
      w += a * p.accumulatorStep;
    }
    f32.store(p.to + at, w);
  }
}


@unmanaged
class SegmentSumParams {
  x: usize; // [rows, inner]
  ids: usize; // int32 [rows]
  y: usize; // [segments, inner]
  rows: i32;
  inner: i32;
  segments: i32;
}

/**
 * y[id] = sum of the rows with that id; ids outside are left out. One item: rows of one id must be added in their
 * order.
 */
export function segmentSum(address: usize, thread: i32, begin: i32, end: i32): void {
  const p = changetype<SegmentSumParams>(address);
  memory.fill(p.y, 0, usize(p.segments) * p.inner * 4);
  let x = p.x;
  for (let row = 0; row < p.rows; row++) {
    const id = i32.load(p.ids + row * 4);
    if (id < 0 || id >= p.segments) {
      x += p.inner * 4;
      continue;
    }
    let y = p.y + usize(id) * p.inner * 4;
    for (let n = p.inner; n > 0; n--, x += 4, y += 4) f32.store(y, f32.load(y) + f32.load(x));
  }
}
