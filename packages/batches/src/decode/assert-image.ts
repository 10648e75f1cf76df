import { assertBytes, assertObject, invalidArgument } from '@polyhead/core';
import type { RgbImage } from './rgb-image';

/** The image with its pixels as a `Uint8Array`. Throws if it is not an image of bytes, or its size does not match. */
export function assertRgbImage(where: string, image: RgbImage): RgbImage {
  assertObject(where, image, {
    what: 'an image',
    requiredKeys: ['width', 'height', 'data'],
    example: 'what builtInDecoder().decode(bytes) returned',
  });
  const { width, height } = image;
  const data = assertBytes(where, image.data, { what: 'the "data" of an image' });
  if (data.length !== width * height * 3)
    throw invalidArgument(where, `expected ${width} x ${height} pixels with 3 numbers each`, `${data.length} numbers`);
  return data === image.data ? image : { ...image, data };
}

/** What a decoder is given: the bytes of a file. */
export function assertFileBytes(bytes: Uint8Array): void {
  assertBytes('decode', bytes, { what: 'the bytes of an image file', example: "await readFile('someone.jpg')" });
}
