import type { RandomStream } from '@polyhead/core';

/**
 * A number from 0 to 1 of the symmetric beta distribution: near 0 and 1 for small `alpha`, evenly spread for 1, near a
 * half for large.
 */
export function sampleBeta(alpha: number, random: RandomStream): number {
  const first = sampleGamma(alpha, random);
  const sum = first + sampleGamma(alpha, random);
  return sum > 0 ? first / sum : Math.round(random()); // both underflow for a tiny alpha
}

/** Marsaglia and Tsang's method (2000); shapes below 1 are raised by 1 and brought back by a power. */
function sampleGamma(shape: number, random: RandomStream): number {
  if (shape < 1) return sampleGamma(shape + 1, random) * Math.pow(1 - random(), 1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}
