import { describeValue, expectObject } from '@polyhead/tasks';
import jpeg from 'jpeg-js';
import { messageOf } from './checks';
import type { ImageDecoder } from './image-decoder';
import { type JpegComponent, type JpegHeader, readJpegHeader } from './jpeg-header';
import { orientImage } from './orient-image';
import type { RgbImage } from './rgb-image';
import { type ComponentRows, componentRows } from './upsample-chroma';
import { yccToRgb } from './ycc-to-rgb';

/** Options of {@link jpegDecoder}. */
export interface JpegDecoderOptions {
  /** Largest picture that is decoded, in pixels; a larger one is refused by its header, before memory is taken. Default 50,000,000. */
  readonly maxPixels?: number;
}

/** An {@link ImageDecoder} that needs no waiting for. */
export interface JpegDecoder extends ImageDecoder {
  decode(bytes: Uint8Array): RgbImage;
}

/** More passes than any encoder makes; a file with thousands is there to keep the machine busy. */
const maxScans = 100;

/**
 * Decodes JPEG, baseline and progressive, grey, colour and CMYK, in JavaScript: the same pixels on every machine. Turns pictures upright by their EXIF orientation.
 *
 * `decode` throws on anything that is no JPEG, is cut off, or is larger than `maxPixels`. Where the picture is refused, the error says why.
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
  expectObject('jpegDecoder', options, { example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  if (!(maxPixels > 0)) throw new Error(`jpegDecoder: expected "maxPixels" to be a positive number of pixels, got ${describeValue(maxPixels)}.`);
  return {
    name: 'jpeg',
    decode: (bytes) => {
      const header = readJpegHeader(bytes);
      checkSize(header, maxPixels);
      checkBytes(header, bytes.length);
      return orientImage(decodePixels(bytes, header, maxPixels), header.orientation);
    },
  };
}

function checkSize({ width, height, scans }: JpegHeader, maxPixels: number): void {
  if (width * height > maxPixels) throw new Error(`the JPEG has ${width} x ${height} pixels, more than the ${maxPixels} of "maxPixels"`);
  if (scans > maxScans) throw new Error(`the JPEG has ${scans} scans, more than ${maxScans}`);
}

/** Every block of 8 x 8 samples takes a bit at least: a small file that says it is huge is refused before memory is taken. */
function checkBytes({ width, height, components }: JpegHeader, length: number): void {
  const most = { across: Math.max(...components.map(({ across }) => across)), down: Math.max(...components.map(({ down }) => down)) };
  const blocks = components.map(({ across, down }) => Math.ceil((width * across) / most.across / 8) * Math.ceil((height * down) / most.down / 8));
  if (Math.max(...blocks) > length * 8) throw new Error(`the JPEG is cut off: ${width} x ${height} pixels do not fit into its ${length} bytes`);
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
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false, colorTransform: false, tolerantDecoding: false, maxResolutionInMP: Infinity, maxMemoryUsageInMB });
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

/** jpeg-js repeats samples of chroma where libjpeg blends them, so they are taken back from it and blended here: colours are off by up to 100 otherwise. */
function colourOf(samples: RgbImage, [luma, ...chroma]: readonly JpegComponent[]): RgbImage {
  const [blueness, redness] = chroma.map((component, index) => {
    const across = luma?.across === 2 * component.across ? 2 : 1;
    const down = luma?.down === 2 * component.down ? 2 : 1;
    const sameWidth = luma?.across === component.across;
    const sameHeight = luma?.down === component.down;
    const blended = (across === 2 && Math.ceil(samples.width / 2) > 2 && (down === 2 || sameHeight)) || (sameWidth && down === 2);
    return blended ? componentRows(samples, index + 1, across, down) : componentRows(samples, index + 1, 1, 1);
  }) as [ComponentRows, ComponentRows];
  const { width, height } = samples;
  const data = new Uint8Array(samples.data.length);
  for (let y = 0; y < height; y++) yccToRgb(samples.data, blueness(y), redness(y), data, y * width * 3, (y + 1) * width * 3);
  return { width, height, data };
}
