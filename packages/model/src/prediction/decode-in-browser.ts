import type { Pixels } from './image-pixels';
import { invalidArgument } from '@polyhead/core';

/**
 * Decodes an image with the built-in decoder of the browser, upright by its EXIF orientation, and without conversion to
 * the colors of the screen.
 */
export async function decodeInBrowser(where: string, bytes: Uint8Array): Promise<Pixels> {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') {
    throw invalidArgument(
      where,
      'expected pixels',
      'the bytes of an image, and there is no decoder here',
      'Pass "decode", e.g. jpegDecoder().decode of @polyhead/batches.',
    );
  }
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    imageOrientation: 'from-image',
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
    if (canvas === null)
      throw invalidArgument(where, 'expected a 2d canvas to decode an image', 'none', 'Pass "decode".');
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}
