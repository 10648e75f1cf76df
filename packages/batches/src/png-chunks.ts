import { crc32 } from 'node:zlib';
import { exifOrientation } from './exif-orientation';
import { textOrientation } from './png-text';

/** What a PNG consists of, before anything is decompressed. Source: PNG Specification, third edition (W3C). */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colours: PngColours;
  /** Whether pixels come in the seven passes of Adam7. */
  readonly interlaced: boolean;
  /** Red, green and blue of each colour of an indexed picture. */
  readonly palette: Uint8Array;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** The compressed pixels. */
  readonly data: readonly Uint8Array[];
}

/** How samples make colours, and how many there are a pixel. */
export interface PngColours {
  readonly samples: number;
  readonly isGrey: boolean;
  readonly isIndexed: boolean;
  readonly depths: readonly number[];
}

const colourTypes: Readonly<Record<number, PngColours>> = {
  0: { samples: 1, isGrey: true, isIndexed: false, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, isGrey: false, isIndexed: false, depths: [8, 16] },
  3: { samples: 1, isGrey: false, isIndexed: true, depths: [1, 2, 4, 8] },
  4: { samples: 2, isGrey: true, isIndexed: false, depths: [8, 16] },
  6: { samples: 4, isGrey: false, isIndexed: false, depths: [8, 16] },
};

/** Takes a PNG apart. Throws where it is cut off, a checksum is wrong, or what it says of itself makes no sense. */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let palette: Uint8Array = new Uint8Array(0);
  const exif: (number | undefined)[] = [];
  const xmp: (number | undefined)[] = [];
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw new Error(`the PNG is cut off, at byte ${bytes.length}`);
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) throw new Error(`the PNG is cut off, at byte ${bytes.length}`);
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end))
      throw new Error(`the PNG is damaged: the checksum at byte ${end} is wrong`);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, end);
    if (name === 'IDAT') data.push(content);
    if (name === 'PLTE') palette = content;
    if (name === 'eXIf') exif.unshift(exifOrientation(content));
    if (/^[tzi](EX|TX)t$/.test(name)) {
      const told = textOrientation(name, content);
      exif.push(told.exif);
      xmp.push(told.xmp);
    }
    if (name === 'IEND') break;
    at = end + 4;
  }
  const orientation = [...exif, ...xmp].find((told) => told !== undefined) ?? 1;
  return { ...readHeader(bytes, view), palette, orientation, data };
}

function readHeader(bytes: Uint8Array, view: DataView): Omit<PngChunks, 'palette' | 'orientation' | 'data'> {
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    throw new Error('the PNG is damaged: it does not begin with its header');
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const [depth = 0, colourType = 0, compression, filter, interlace] = bytes.subarray(24, 29);
  const colours = colourTypes[colourType];
  if (width === 0 || height === 0) throw new Error(`the PNG says that it is ${width} x ${height} pixels`);
  if (!colours?.depths.includes(depth))
    throw new Error(`the PNG is damaged: there is no colour type ${colourType} with ${depth} bits`);
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
    throw new Error('the PNG is of a kind that is not supported');
  return { width, height, depth, colours, interlaced: interlace === 1 };
}
