import type { RgbImage } from '../rgb-image';
import type { Plane, Subsampling } from './component-rows';
import { decodeScan, type ScanComponent } from './decode-scan';
import type { JpegComponent, JpegHeader } from './jpeg-header';
import { readScan } from './read-scan';
import { yccToRgb } from './ycc-to-rgb';

/** Luma's samples across and down for one of chroma: 4:4:4, 4:2:2 and 4:2:0. */
const samplings = ['1x1', '2x1', '2x2'];

/**
 * Decodes the JPEGs that data sets are made of, sequential ones with Huffman codes in grey or colour (T.81, F.2), to
 * the same bytes as libjpeg-turbo. The caller has checked that the size in the header is one to take memory for.
 *
 * Undefined for all other kinds, and wherever a file is not in perfect order.
 */
export function decodeBaseline(bytes: Uint8Array, header: JpegHeader): RgbImage | undefined {
  const sampling = samplingOf(header);
  const scan = header.scans === 1 && sampling !== undefined ? readScan(bytes, header) : undefined;
  if (scan === undefined || sampling === undefined) return undefined;
  const { width, height } = header;
  const [most] = sampling as [JpegComponent];
  const unitsAcross = Math.ceil(width / 8 / most.across);
  const unitsDown = Math.ceil(height / 8 / most.down);
  const components = scan.codings.map((coding, index): ScanComponent => {
    const { across, down } = sampling[index] as JpegComponent;
    const stride = unitsAcross * across * 8;
    const plane = {
      data: new Uint8Array(stride * unitsDown * down * 8),
      from: 0,
      step: 1,
      stride,
      across: (most.across / across) as Subsampling,
      down: (most.down / down) as Subsampling,
    };
    return { across, down, plane, coding };
  });
  if (!decodeScan(bytes, scan, components, unitsAcross, unitsDown)) return undefined;
  const [luma, cb, cr] = components.map(({ plane }) => plane) as [Plane, Plane?, Plane?];
  return cb && cr ? yccToRgb({ luma, cb, cr }, width, height) : greyToRgb(luma, width, height);
}

/**
 * How many blocks of each component are in a unit; undefined where that, or the colour space, is none of the common
 * ones.
 */
function samplingOf({ components, isYcc }: JpegHeader): readonly { across: number; down: number }[] | undefined {
  const [luma, ...chroma] = components;
  if (luma === undefined) return undefined;
  if (chroma.length === 0) return [{ across: 1, down: 1 }]; // whatever it says (T.81, A.2.2)
  const isCommon =
    isYcc &&
    chroma.length === 2 &&
    samplings.includes(`${luma.across}x${luma.down}`) &&
    chroma.every(({ across, down }) => across === 1 && down === 1);
  return isCommon ? components : undefined;
}

function greyToRgb({ data: samples, stride }: Plane, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) data[at] = data[at + 1] = data[at + 2] = samples[y * stride + x] as number;
  }
  return { width, height, data };
}
