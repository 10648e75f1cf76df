import { assertBytes, invalidArgument } from '@polyhead/core';

/** An image in memory. The browser's `ImageData` is one. */
export interface Pixels {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Pixels 0 to 255, [height, width, channels] row by row: gray, RGB or RGBA. Alpha is ignored. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** An image in memory without alpha: input and result of a resize. */
export interface RgbPixels extends Pixels {
  /** Pixels 0 to 255, [height, width, 3] row by row: red, green, blue. */
  readonly data: Uint8Array;
}

/** Most numbers in an image: 8192 x 8192 RGBA. */
const mostNumbers = 2 ** 28;

/** Converts pixels to RGB. Throws if they are not bytes, or size and data do not match. */
export function toRgb(where: string, { width, height, data: given }: Pixels): RgbPixels {
  const data = assertBytes(where, given, { what: 'the "data" of an image' });
  const channels = data.length / (width * height);
  if (!(
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width > 0 &&
    height > 0 &&
    [1, 3, 4].includes(channels) &&
    data.length <= mostNumbers
  )) {
    throw invalidArgument(
      where,
      'expected width x height pixels with 1, 3 or 4 numbers each',
      `${width} x ${height} with ${data.length} numbers`,
    );
  }
  if (channels === 3) return { width, height, data };
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      rgb[pixel * 3 + channel] = data[channels === 1 ? pixel : pixel * 4 + channel] ?? 0;
  }
  return { width, height, data: rgb };
}

/** Brightness as Pillow's `convert('L')` computes it: ITU-R 601-2 in 16-bit fixed point. */
export function toGray({ data }: RgbPixels): Uint8Array {
  const gray = new Uint8Array(data.length / 3);
  for (let pixel = 0; pixel < gray.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]];
    gray[pixel] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
  return gray;
}
