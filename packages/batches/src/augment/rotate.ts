import type { RandomStream } from '@polyhead/core';
import type { Affine } from './affine';

/** Turns an image around its center by at most `degrees` each way. */
export function rotate(degrees: number, random: RandomStream): Affine {
  const angle = ((2 * random() - 1) * degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), 0, -Math.sin(angle), Math.cos(angle), 0];
}
