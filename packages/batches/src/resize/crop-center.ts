import type { RgbImage } from '../decode/rgb-image';

/** The middle of an image: a share of its height and width, at least one pixel of each. */
export function cropCenter(image: RgbImage, share: number): RgbImage {
  const [height, width] = [side(image.height, share), side(image.width, share)];
  if (height === image.height && width === image.width) return image;
  const [top, left] = [(image.height - height) >> 1, (image.width - width) >> 1];
  const data = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}

function side(whole: number, share: number): number {
  return Math.max(1, Math.round(whole * share));
}
