import type { RandomStream } from '@polyhead/core';
import type { Affine } from './affine';

/** Moves an image by whole pixels, at most the share `strength` of its width and height each way. */
export function shift(strength: number, width: number, height: number, random: RandomStream): Affine {
  const across = Math.round((2 * random() - 1) * strength * width);
  const down = Math.round((2 * random() - 1) * strength * height);
  return [1, 0, across, 0, 1, down];
}
