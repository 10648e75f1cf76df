import { crc32 } from 'node:zlib';
import { exifOrientation } from '../exif-orientation';
import { textOrientation } from './png-text';
import { PolyheadError } from '@polyhead/core';

/** The contents of a PNG before decompression. Source: PNG Specification, third edition (W3C). */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colors: PngColors;
  /** True if the pixels are stored in the seven passes of Adam7. */
  readonly interlaced: boolean;
  /** Red, green and blue of each color of an indexed image. */
  readonly palette: Uint8Array;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** The compressed pixels. */
  readonly data: readonly Uint8Array[];
  /** False if a checksum of `data` is wrong. */
  readonly isIntact: boolean;
}

/** The number and the meaning of the samples of a pixel. */
export interface PngColors {
  readonly samples: number;
  readonly isGray: boolean;
  readonly isIndexed: boolean;
  readonly depths: readonly number[];
}

const colorTypes: Readonly<Record<number, PngColors>> = {
  0: { samples: 1, isGray: true, isIndexed: false, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, isGray: false, isIndexed: false, depths: [8, 16] },
  3: { samples: 1, isGray: false, isIndexed: true, depths: [1, 2, 4, 8] },
  4: { samples: 2, isGray: true, isIndexed: false, depths: [8, 16] },
  6: { samples: 4, isGray: false, isIndexed: false, depths: [8, 16] },
};

/** A part of a PNG. */
interface Chunk {
  readonly name: string;
  readonly content: Uint8Array;
  /** False if its checksum is wrong. */
  readonly isIntact: boolean;
}

/**
 * Separates a PNG into its chunks. Throws if it is cut off or corrupt before its pixels, or its header is not valid.
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let isIntact = true;
  let palette: Uint8Array = new Uint8Array(0);
  const exif: (number | undefined)[] = [];
  const xmp: (number | undefined)[] = [];
  for (const chunk of chunksOf(bytes, view)) {
    const { name, content } = chunk;
    if (name === 'IDAT') {
      data.push(content);
      isIntact &&= chunk.isIntact;
    }
    if (name === 'PLTE') palette = content;
    if (name === 'eXIf') exif.unshift(exifOrientation(content));
    if (/^[tzi](EX|TX)t$/.test(name)) {
      const text = textOrientation(name, content);
      exif.push(text.exif);
      xmp.push(text.xmp);
    }
  }
  const orientation = [...exif, ...xmp].find((value) => value !== undefined) ?? 1;
  return { ...readHeader(bytes, view), palette, orientation, data, isIntact };
}

/**
 * Yields the chunks up to IEND. Once the pixels begin it is as lenient as Pillow: checksums may be wrong or missing,
 * and so may IEND. A chunk that is cut off is an error unless it holds pixels, whose number is checked later.
 */
function* chunksOf(bytes: Uint8Array, view: DataView): Generator<Chunk, void> {
  let hasPixels = false;
  for (let at = 8; ;) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (hasPixels && !/^\w{4}$/.test(name)) return;
    hasPixels ||= name === 'IDAT';
    const end = name.length < 4 ? Infinity : at + 8 + view.getUint32(at);
    const hasSum = end + 4 <= bytes.length;
    if (!hasSum && (!hasPixels || (end > bytes.length && name !== 'IDAT' && name !== 'IEND')))
      throw new PolyheadError('INVALID_IMAGE', `the PNG is cut off, at byte ${bytes.length}`);
    const isIntact = !hasSum || crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    if (!isIntact && !hasPixels)
      throw new PolyheadError('INVALID_IMAGE', `the PNG is corrupt: the checksum at byte ${end} is wrong`);
    yield { name, content: bytes.subarray(at + 8, end), isIntact };
    if (name === 'IEND' || !hasSum) return;
    at = end + 4;
  }
}

function readHeader(
  bytes: Uint8Array,
  view: DataView,
): Pick<PngChunks, 'width' | 'height' | 'depth' | 'colors' | 'interlaced'> {
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    throw new PolyheadError('INVALID_IMAGE', 'the PNG is corrupt: it does not begin with its header');
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const [depth = 0, colorType = 0, compression, filter, interlace] = bytes.subarray(24, 29);
  const colors = colorTypes[colorType];
  if (width === 0 || height === 0)
    throw new PolyheadError('INVALID_IMAGE', `the PNG has ${width} x ${height} pixels, expected at least one`);
  if (!colors?.depths.includes(depth))
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the PNG is corrupt: color type ${colorType} with ${depth} bits does not exist`,
    );
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
    throw new PolyheadError(
      'INVALID_IMAGE',
      'the PNG has a compression, filter or interlace method that does not exist',
    );
  return { width, height, depth, colors, interlaced: interlace === 1 };
}
