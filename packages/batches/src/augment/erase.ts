import type { RandomStream } from '@polyhead/core';
import type { RgbImage } from '../decode/rgb-image';

/**
 * Paints noise over a rectangle of at most the share `strength` of the image's area, in place. Source: Zhong et al.,
 * Random Erasing (2017).
 */
export function erase({ width, height, data }: RgbImage, strength: number, random: RandomStream): void {
  const area = strength * random() * width * height;
  const aspect = Math.exp((2 * random() - 1) * Math.log(3)); // a third to three times as wide as high
  const across = Math.min(width, Math.floor(Math.sqrt(area * aspect)));
  const down = Math.min(height, Math.floor(Math.sqrt(area / aspect)));
  const left = Math.floor(random() * (width - across + 1));
  const top = Math.floor(random() * (height - down + 1));
  let noise = Math.floor(random() * 2 ** 32) | 1;
  for (let y = top; y < top + down; y++) {
    for (let at = (y * width + left) * 3, end = at + across * 3; at < end; at++) {
      noise ^= noise << 13; // xorshift (Marsaglia, 2003)
      noise ^= noise >>> 17;
      noise ^= noise << 5;
      data[at] = noise >>> 24;
    }
  }
}
