import { checkBytes } from '../checks';
import { exifOrientation } from '../exif-orientation';
import { imageFormat } from '../image-format';
import { checkHuffmanTables } from './check-huffman-tables';
import { endOfImage, huffmanTables, jpegSegments, segmentAt, startOfScan } from './jpeg-segments';

/** What a JPEG says about itself before its pixels. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /**
   * One for grey, three for colour, four for CMYK: what each is called, and how many samples it has where the others
   * have fewer.
   */
  readonly components: readonly JpegComponent[];
  /** Whether three components are luma and chroma; else they are red, green and blue. */
  readonly isYcc: boolean;
  /** Where the Adobe segment begins; undefined where there is none. */
  readonly adobeAt: number | undefined;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** Passes over the picture: 1 unless it is progressive. */
  readonly scans: number;
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

/**
 * Reads the header of a JPEG and counts its scans, without decoding anything. Throws where the bytes are no JPEG, or
 * one of a kind that is not read.
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  checkBytes(bytes);
  if (bytes.length === 0) throw new Error('the file is empty');
  const format = imageFormat(bytes);
  if (format !== 'JPEG')
    throw new Error(
      `this is no JPEG but ${format === undefined ? 'of unknown format' : `${format}, whatever the file's name says`}`,
    );
  let frame: Frame | undefined;
  let orientation = 1;
  let isJfif = false;
  let adobe: { at: number; transform: number } | undefined;
  let scansFrom = 0;
  for (const { code, start, data, end } of jpegSegments(bytes)) {
    scansFrom = start;
    if (code === huffmanTables) checkHuffmanTables(data);
    if (isFrame(code)) frame = readFrame(code, data);
    if (code === 0xe0 && startsWith(data, 'JFIF\0')) isJfif = true;
    if (code === 0xe1 && orientation === 1) orientation = exifOrientation(data);
    if (code === 0xee && startsWith(data, 'Adobe')) adobe = { at: end - data.length, transform: data[11] ?? 0 };
  }
  if (frame === undefined) throw new Error('the JPEG has no frame header, and so no size');
  const isYcc = isJfif || (adobe === undefined ? !isNamedRgb(frame) : adobe.transform !== 0);
  return { ...frame, orientation, isYcc, adobeAt: adobe?.at, scans: countScans(bytes, scansFrom) };
}

/** What libjpeg goes by where no segment tells the colour space. */
function isNamedRgb({ components }: Frame): boolean {
  return components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
}

function startsWith(segment: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => segment[index] === letter.charCodeAt(0));
}

/** SOF0 to SOF15, of which DHT, JPG and DAC are none. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function readFrame(code: number, segment: Uint8Array): Frame {
  if (code > 0xc2)
    throw new Error(`${processes[code] ?? 'this kind of'} JPEG is not supported, only baseline and progressive ones`);
  const [precision = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = segment;
  if (precision !== 8) throw new Error(`the JPEG has ${precision} bits a sample, only 8 are supported`);
  const height = (heightHigh << 8) | heightLow;
  const width = (widthHigh << 8) | widthLow;
  if (width === 0 || height === 0) throw new Error(`the JPEG says that it is ${width} x ${height} pixels`);
  if (![1, 3, 4].includes(count))
    throw new Error(`the JPEG has ${count} components, expected 1 (grey), 3 (colour) or 4 (CMYK)`);
  const components = Array.from({ length: count }, (_, index) => readComponent(segment, 6 + index * 3));
  return { width, height, components };
}

function readComponent(segment: Uint8Array, at: number): JpegComponent {
  const sampling = segment[at + 1] ?? 0;
  const across = sampling >> 4;
  const down = sampling & 15;
  if (across >= 1 && across <= 4 && down >= 1 && down <= 4) return { id: segment[at] ?? 0, across, down };
  throw new Error(`the JPEG is damaged: expected sampling factors from 1 to 4, got ${across} x ${down}`);
}

/**
 * Counts passes up to the end of the image, and checks the tables that come between them: in coded data nothing looks
 * like a marker. What follows the end is no part of the picture: phones put films there.
 */
function countScans(bytes: Uint8Array, from: number): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    if (code === endOfImage) break;
    if (code === startOfScan) scans++;
    if (!hasSegment(code)) continue;
    const segment = segmentAt(bytes, at + 2);
    if (code === huffmanTables) checkHuffmanTables(segment);
    at += 1 + 2 + segment.length;
  }
  return scans;
}

/**
 * Tables, restart intervals, comments and applications' data: whatever stands between passes and may hold bytes that
 * look like markers.
 */
function hasSegment(code: number): boolean {
  return code === huffmanTables || (code >= 0xdb && code <= 0xdd) || (code >= 0xe0 && code <= 0xef) || code === 0xfe;
}
