import type { RandomStream } from '@polyhead/core';
import type { ColorChange } from './color-change';

/**
 * Takes the colors of an image away from its mean gray, or towards it, by a factor between 1 - `strength` and 1 +
 * `strength`.
 */
export function contrast(strength: number, random: RandomStream): ColorChange {
  const factor = 1 + (2 * random() - 1) * strength;
  return { value: factor, gray: 0, mean: 1 - factor };
}
