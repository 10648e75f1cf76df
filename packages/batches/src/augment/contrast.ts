import type { RandomStream } from '../random-stream';
import type { ColourChange } from './colour-change';

/**
 * Takes the colours of a picture away from its mean grey, or towards it, by a factor between 1 - `strength` and 1 +
 * `strength`.
 */
export function contrast(strength: number, random: RandomStream): ColourChange {
  const factor = 1 + (2 * random() - 1) * strength;
  return { value: factor, grey: 0, mean: 1 - factor };
}
