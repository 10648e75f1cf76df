import type { RandomStream } from '../random-stream';
import type { ColourChange } from './colour-change';

/** Makes a picture lighter or darker by a factor between 1 - `strength` and 1 + `strength`. */
export function brightness(strength: number, random: RandomStream): ColourChange {
  return { value: 1 + (2 * random() - 1) * strength, grey: 0, mean: 0 };
}
