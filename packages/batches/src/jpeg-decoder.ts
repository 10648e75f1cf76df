import { describeValue, expectObject } from '@polyhead/tasks';
import jpeg from 'jpeg-js';
import { messageOf } from './checks';
import type { ImageDecoder } from './image-decoder';
import type { Plane } from './jpeg/component-rows';
import { decodeBaseline } from './jpeg/decode-baseline';
import { type JpegComponent, type JpegHeader, readJpegHeader } from './jpeg/jpeg-header';
import { yccToRgb } from './jpeg/ycc-to-rgb';
import { orientImage } from './orient-image';
import type { RgbImage } from './rgb-image';

/** Options of {@link jpegDecoder}. */
export interface JpegDecoderOptions {
  /**
   * Largest picture that is decoded, in pixels; a larger one is refused by its header, before memory is taken. Default
   * 50,000,000.
   */
  readonly maxPixels?: number;
}

const optionNames = { maxPixels: true } satisfies Record<keyof JpegDecoderOptions, true>;

/** An {@link ImageDecoder} that needs no waiting for. */
export interface JpegDecoder extends ImageDecoder {
  decode(bytes: Uint8Array): RgbImage;
}

/** More passes than any encoder makes; a file with thousands is there to keep the machine busy. */
const maxScans = 100;

/**
 * Decodes JPEG, baseline and progressive, grey, colour and CMYK, in JavaScript: the same pixels on every machine. Turns
 * pictures upright by their EXIF orientation.
 *
 * Baseline JPEGs in grey or colour, 4:2:0, 4:2:2 or 4:4:4, come out as libjpeg-turbo decodes them, to the byte; all
 * others within 3 of 255.
 *
 * `decode` throws on anything that is no JPEG, is cut off, or is larger than `maxPixels`. Where the picture is refused,
 * the error says why.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { jpegDecoder, resizeImage } from '@polyhead/batches';
 * const image = await jpegDecoder().decode(await readFile('someone.jpg'));
 * const { data } = resizeImage(image, 198, 198);
 * ```
 */
export function jpegDecoder(options: JpegDecoderOptions = {}): JpegDecoder {
  expectObject('jpegDecoder', options, { names: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  if (!(maxPixels > 0))
    throw new Error(
      `jpegDecoder: expected "maxPixels" to be a positive number of pixels, got ${describeValue(maxPixels)}.`,
    );
  return {
    name: 'jpeg',
    decode: (bytes) => {
      const header = readJpegHeader(bytes);
      checkSize(header, maxPixels);
      checkBytes(header, bytes.length);
      return orientImage(decodeBaseline(bytes, header) ?? decodePixels(bytes, header, maxPixels), header.orientation);
    },
  };
}

function checkSize({ width, height, scans }: JpegHeader, maxPixels: number): void {
  if (width * height > maxPixels)
    throw new Error(`the JPEG has ${width} x ${height} pixels, more than the ${maxPixels} of "maxPixels"`);
  if (scans > maxScans) throw new Error(`the JPEG has ${scans} scans, more than ${maxScans}`);
}

/**
 * Every block of 8 x 8 samples takes a bit at least: a small file that says it is huge is refused before memory is
 * taken.
 */
function checkBytes({ width, height, components }: JpegHeader, length: number): void {
  const most = {
    across: Math.max(...components.map(({ across }) => across)),
    down: Math.max(...components.map(({ down }) => down)),
  };
  const blocks = components.map(
    ({ across, down }) => Math.ceil((width * across) / most.across / 8) * Math.ceil((height * down) / most.down / 8),
  );
  if (Math.max(...blocks) > length * 8)
    throw new Error(`the JPEG is cut off: ${width} x ${height} pixels do not fit into its ${length} bytes`);
}

function decodePixels(bytes: Uint8Array, header: JpegHeader, maxPixels: number): RgbImage {
  if (header.components.length !== 3) return decodeSamples(bytes, maxPixels);
  const samples = decodeSamples(hideAdobe(bytes, header), maxPixels);
  return header.isYcc ? colourOf(samples, header.components) : samples;
}

/** Samples as they are in the file where they are three a pixel; grey and CMYK come back as red, green and blue. */
function decodeSamples(bytes: Uint8Array, maxPixels: number): RgbImage {
  try {
    // jpeg-js takes at most about 32 bytes a pixel; the rest is for tables and very small pictures.
    const maxMemoryUsageInMB = 64 + (maxPixels * 32) / 2 ** 20;
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      colorTransform: false,
      tolerantDecoding: false,
      maxResolutionInMP: Infinity,
      maxMemoryUsageInMB,
    });
    return { width, height, data };
  } catch (error) {
    throw new Error(`the JPEG is cut off or damaged (${messageOf(error)})`, { cause: error });
  }
}

/** jpeg-js turns colours by itself where it finds an Adobe segment. */
function hideAdobe(bytes: Uint8Array, { adobeAt }: JpegHeader): Uint8Array {
  if (adobeAt === undefined) return bytes;
  const copy = bytes.slice();
  copy[adobeAt] = 0;
  return copy;
}

/**
 * jpeg-js repeats samples of chroma where libjpeg blends them, so they are taken back from it and blended here: colours
 * are off by up to 100 otherwise.
 */
function colourOf({ width, height, data }: RgbImage, [luma, ...chroma]: readonly JpegComponent[]): RgbImage {
  const whole = (from: number): Plane => ({ data, from, step: 3, stride: width * 3, across: 1, down: 1 });
  const [cb, cr] = chroma.map((component, index): Plane => {
    const across = luma?.across === 2 * component.across ? 2 : 1;
    const down = luma?.down === 2 * component.down ? 2 : 1;
    const blends =
      (across === 2 && (down === 2 || luma?.down === component.down)) ||
      (down === 2 && luma?.across === component.across);
    return blends
      ? { data, from: index + 1, step: across * 3, stride: down * width * 3, across, down }
      : whole(index + 1);
  }) as [Plane, Plane];
  return yccToRgb({ luma: whole(0), cb, cr }, width, height);
}
