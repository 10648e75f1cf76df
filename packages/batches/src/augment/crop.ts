import type { RandomStream } from '@polyhead/core';
import type { Affine } from './affine';

/** Cuts at most the share `strength` off width and height, anywhere, and stretches the rest to full size. */
export function crop(strength: number, width: number, height: number, random: RandomStream): Affine {
  const scale = 1 - strength * random();
  const across = (random() - 0.5) * (1 - scale) * width;
  const down = (random() - 0.5) * (1 - scale) * height;
  return [scale, 0, across, 0, scale, down];
}
