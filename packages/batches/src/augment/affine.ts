/**
 * Where each pixel of a new image comes from: `[a, b, c, d, e, f]` takes the point (x, y) of the new image to (ax +
 * by + c, dx + ey + f) of the old one, in pixels from the center of both.
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Changes nothing. */
export const identity: Affine = [1, 0, 0, 0, 1, 0];

/** The change of `first`, then that of `second`. */
export function composeAffine(first: Affine, second: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = second;
  return [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f];
}
