import type { RandomStream } from '@polyhead/core';
import { type Affine, identity } from './affine';

/** Mirrors every other image, left to right. */
export function flip(enabled: boolean, random: RandomStream): Affine {
  const isFlipped = random() < 0.5;
  return enabled && isFlipped ? [-1, 0, 0, 0, 1, 0] : identity;
}
