import type { RandomStream } from '../random-stream';
import type { ColourChange } from './colour-change';

/** Takes each pixel away from its grey, or towards it, by a factor between 1 - `strength` and 1 + `strength`. */
export function saturation(strength: number, random: RandomStream): ColourChange {
  const factor = 1 + (2 * random() - 1) * strength;
  return { value: factor, grey: 1 - factor, mean: 0 };
}
