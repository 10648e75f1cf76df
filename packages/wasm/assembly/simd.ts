// The few vector idioms that every kernel shares. All sizes are in bytes unless the name says otherwise.

/** a * b + c; one rounding with relaxed SIMD on a CPU that has FMA, two otherwise. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The float at `address`, four times. */
// @ts-ignore: decorator
@inline
export function splat(address: usize): v128 {
  return v128.load32_splat(address);
}

/** max(x, 0); not a number stays what it is, so that it shows. */
// @ts-ignore: decorator
@inline
export function positive(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0));
}

/** g times the slope of max(x, 0), 0 or 1. Where x is not a number g must be none either: it then stays one. */
// @ts-ignore: decorator
@inline
export function throughPositive(g: v128, x: v128): v128 {
  return f32x4.mul(g, v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1)));
}

/** `throughPositive` for one number. */
// @ts-ignore: decorator
@inline
export function slopeOfPositive(x: f32): f32 {
  return x != x ? x : x > 0 ? 1 : 0;
}

/** max(x, 0) for one number. */
// @ts-ignore: decorator
@inline
export function positiveOf(x: f32): f32 {
  return x < 0 ? 0 : x;
}

/** Writes the first `count` (0..8) of eight floats. */
export function storeFirst(address: usize, low: v128, high: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, low);
    address += 16;
    low = high;
    count -= 4;
  }
  if (count > 0) f32.store(address, f32x4.extract_lane(low, 0));
  if (count > 1) f32.store(address, f32x4.extract_lane(low, 1), 4);
  if (count > 2) f32.store(address, f32x4.extract_lane(low, 2), 8);
  if (count > 3) f32.store(address, f32x4.extract_lane(low, 3), 12);
}

/** The first `count` floats at `address`, zero beyond; never reads further. */
export function loadFirst(address: usize, count: i32): v128 {
  let v = f32x4.splat(0);
  if (count >= 4) return v128.load(address);
  if (count > 0) v = f32x4.replace_lane(v, 0, f32.load(address));
  if (count > 1) v = f32x4.replace_lane(v, 1, f32.load(address, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, f32.load(address, 8));
  return v;
}

// @ts-ignore: decorator
@inline
export function atMost(a: i32, b: i32): i32 {
  return a < b ? a : b;
}

// @ts-ignore: decorator
@inline
export function atLeast(a: i32, b: i32): i32 {
  return a > b ? a : b;
}
