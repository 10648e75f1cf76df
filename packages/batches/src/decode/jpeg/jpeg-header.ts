import { assertFileBytes } from '../assert-image';
import { exifOrientation, xmpOrientation } from '../exif-orientation';
import { imageFormat } from '../image-format';
import { endOfImage, isFrame, jpegSegments, startOfScan } from './jpeg-segments';
import { PolyheadError, concatBytes } from '@polyhead/core';

/** What a JPEG declares about itself. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** One for gray, three for color, four for CMYK. */
  readonly components: readonly JpegComponent[];
  /**
   * True if the first three components are luma and chroma; else they are red, green and blue, or cyan, magenta and
   * yellow.
   */
  readonly hasChroma: boolean;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** Number of passes over the image. */
  readonly scans: number;
  /** Position after the marker that ends the image. What follows is not part of it: phones append videos. */
  readonly end: number;
}

/** Identifier and sampling factors of a component. */
export interface JpegComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

const processes: Readonly<Record<number, string>> = {
  0xc3: 'lossless',
  0xc5: 'hierarchical',
  0xc6: 'hierarchical',
  0xc7: 'lossless',
  0xc9: 'arithmetic',
  0xca: 'arithmetic',
  0xcb: 'arithmetic',
};

const arithmeticTables = 0xcc;
const exifName = 'Exif\0\0';
const xmpName = 'http://ns.adobe.com/xap/1.0/\0';

/**
 * Reads the header of a JPEG, counts its scans and finds its end, without decoding anything. Throws if the bytes are
 * not a JPEG, are cut off, or are of a kind that is not supported.
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  assertFileBytes(bytes);
  if (bytes.length === 0) throw new PolyheadError('INVALID_IMAGE', 'the file is empty');
  const format = imageFormat(bytes);
  if (format !== 'JPEG')
    throw new PolyheadError('UNSUPPORTED_IMAGE', `this is not a JPEG but ${format ?? 'of unknown format'}`);
  let frame: Frame | undefined;
  const exif: Uint8Array[] = []; // data of more than 64 kB take several segments
  let xmp: Uint8Array | undefined;
  let isJfif = false;
  let adobe: number | undefined;
  let scans = 0;
  let end = 0;
  for (const segment of jpegSegments(bytes)) {
    const { code, data } = segment;
    if (code === startOfScan) scans++;
    if (code === endOfImage) end = segment.end;
    if (scans > 0 && code !== arithmeticTables) continue; // later segments change neither size, colors nor orientation
    if (code === arithmeticTables)
      throw new PolyheadError('UNSUPPORTED_IMAGE', 'the JPEG has tables for arithmetic coding, which is not supported');
    if (isFrame(code)) frame = readFrame(code, data);
    if (code === 0xe1 && startsWith(data, exifName)) exif.push(data.subarray(exif.length === 0 ? 0 : exifName.length));
    if (code === 0xe1 && startsWith(data, xmpName)) xmp = data.subarray(xmpName.length);
    if (code === 0xee && data.length >= 12 && startsWith(data, 'Adobe')) adobe = data[11];
    if (code === 0xe0 && data.length >= 14 && startsWith(data, 'JFIF\0')) isJfif = true;
  }
  if (end === 0)
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the JPEG is cut off: no marker ends the image in its ${bytes.length} bytes`,
    );
  if (frame === undefined) throw new PolyheadError('INVALID_IMAGE', 'the JPEG has no frame header, and so no size');
  const orientation = exifOrientation(concatBytes(exif)) ?? (xmp === undefined ? undefined : xmpOrientation(xmp)) ?? 1;
  return { ...frame, orientation, hasChroma: hasChroma(frame, isJfif, adobe), scans, end };
}

/** Decides as libjpeg does (jdapimin.c). */
function hasChroma({ components }: Frame, isJfif: boolean, adobe: number | undefined): boolean {
  if (components.length === 4) return adobe !== undefined && adobe !== 0;
  if (isJfif) return true;
  return adobe === undefined ? components.map(({ id }) => String.fromCharCode(id)).join('') !== 'RGB' : adobe !== 0;
}

/** Returns the largest sampling factors of all components. */
export function largestSampling(components: readonly JpegComponent[]): { across: number; down: number } {
  return {
    across: Math.max(...components.map(({ across }) => across)),
    down: Math.max(...components.map(({ down }) => down)),
  };
}

/** Returns the number of samples that a component has in a row and in a column. */
export function componentSize(
  { width, height, components }: JpegHeader,
  { across, down }: JpegComponent,
): { width: number; height: number } {
  const most = largestSampling(components);
  return { width: Math.ceil((width * across) / most.across), height: Math.ceil((height * down) / most.down) };
}

function startsWith(segment: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => segment[index] === letter.charCodeAt(0));
}

function readFrame(code: number, segment: Uint8Array): Frame {
  if (code > 0xc2)
    throw new PolyheadError(
      'UNSUPPORTED_IMAGE',
      `${processes[code] ?? 'this kind of'} JPEG is not supported, only baseline and progressive JPEG`,
    );
  const [precision = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = segment;
  if (precision !== 8)
    throw new PolyheadError('UNSUPPORTED_IMAGE', `the JPEG has ${precision} bits a sample, only 8 are supported`);
  const height = (heightHigh << 8) | heightLow;
  const width = (widthHigh << 8) | widthLow;
  if (width === 0 || height === 0)
    throw new PolyheadError('INVALID_IMAGE', `the JPEG has ${width} x ${height} pixels, expected at least one`);
  if (![1, 3, 4].includes(count))
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the JPEG has ${count} components, expected 1 (gray), 3 (color) or 4 (CMYK)`,
    );
  if (segment.length !== 6 + 3 * count)
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the JPEG is damaged: its frame header has ${segment.length} bytes, expected ${6 + 3 * count}`,
    );
  const components = Array.from({ length: count }, (_, index) => readComponent(segment, 6 + index * 3));
  return { width, height, components };
}

function readComponent(segment: Uint8Array, at: number): JpegComponent {
  const sampling = segment[at + 1] ?? 0;
  const across = sampling >> 4;
  const down = sampling & 15;
  if (across >= 1 && across <= 4 && down >= 1 && down <= 4) return { id: segment[at] ?? 0, across, down };
  throw new PolyheadError(
    'INVALID_IMAGE',
    `the JPEG is damaged: expected sampling factors from 1 to 4, got ${across} x ${down}`,
  );
}
