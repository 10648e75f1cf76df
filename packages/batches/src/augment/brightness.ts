import type { RandomStream } from '@polyhead/core';
import type { ColorChange } from './color-change';

/** Makes an image lighter or darker by a factor between 1 - `strength` and 1 + `strength`. */
export function brightness(strength: number, random: RandomStream): ColorChange {
  return { value: 1 + (2 * random() - 1) * strength, gray: 0, mean: 0 };
}
