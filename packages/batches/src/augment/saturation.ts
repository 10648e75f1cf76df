import type { RandomStream } from '@polyhead/core';
import type { ColorChange } from './color-change';

/** Takes each pixel away from its gray, or towards it, by a factor between 1 - `strength` and 1 + `strength`. */
export function saturation(strength: number, random: RandomStream): ColorChange {
  const factor = 1 + (2 * random() - 1) * strength;
  return { value: factor, gray: 1 - factor, mean: 0 };
}
