import type { RgbImage } from '../decode/rgb-image';
import type { Affine } from './affine';

/**
 * Fills `output` with the pixels of `image` that an affine change points to, blended from the four around; beyond the
 * edge the edge goes on. Both images have one size. Each value is looked up in `table`.
 */
export function warpAffine(image: RgbImage, output: Uint8Array, change: Affine, table: Uint8ClampedArray): void {
  const [a, b, c, d, e, f] = change;
  if (b !== 0 || d !== 0) return warpUnaligned(image, output, change, table);
  const columns = samplePoints(image.width, a, c);
  const rows = samplePoints(image.height, e, f);
  if (columns.every(isWhole) && rows.every(isWhole)) return copyPixels(image, output, columns, rows, table);
  blend(image, output, columns, rows, table);
}

const isWhole = (point: number): boolean => (point & 255) === 0;

/** For each new row or column where it lies among the old ones, in 256ths. */
function samplePoints(size: number, scale: number, offset: number): Int32Array {
  const center = (size - 1) / 2;
  return Int32Array.from({ length: size }, (_, index) =>
    Math.round(256 * Math.min(size - 1, Math.max(0, scale * (index - center) + offset + center))),
  );
}

function copyPixels(
  { width, data }: RgbImage,
  output: Uint8Array,
  columns: Int32Array,
  rows: Int32Array,
  table: Uint8ClampedArray,
): void {
  let at = 0;
  for (const row of rows) {
    const start = (row >> 8) * width;
    for (let x = 0; x < width; x++, at += 3) {
      const from = (start + ((columns[x] as number) >> 8)) * 3;
      output[at] = table[data[from] as number] as number;
      output[at + 1] = table[data[from + 1] as number] as number;
      output[at + 2] = table[data[from + 2] as number] as number;
    }
  }
}

function blend(
  { width, height, data }: RgbImage,
  output: Uint8Array,
  columns: Int32Array,
  rows: Int32Array,
  table: Uint8ClampedArray,
): void {
  const line = new Int32Array(width * 3 + 3); // a row between two rows, in 256ths, its last pixel twice
  let at = 0;
  for (const row of rows) {
    const above = row >> 8;
    blendRows(data, line, above * width * 3, Math.min(height - 1, above + 1) * width * 3, row & 255);
    for (let x = 0; x < width; x++, at += 3) {
      const column = columns[x] as number;
      const i = (column >> 8) * 3;
      const share = column & 255;
      const red = line[i] as number;
      const green = line[i + 1] as number;
      const blue = line[i + 2] as number;
      output[at] = table[((red << 8) + Math.imul((line[i + 3] as number) - red, share) + 32768) >> 16] as number;
      output[at + 1] = table[
        ((green << 8) + Math.imul((line[i + 4] as number) - green, share) + 32768) >> 16
      ] as number;
      output[at + 2] = table[((blue << 8) + Math.imul((line[i + 5] as number) - blue, share) + 32768) >> 16] as number;
    }
  }
}

function blendRows(data: Uint8Array, line: Int32Array, above: number, below: number, share: number): void {
  const length = line.length - 3;
  for (let i = 0; i < length; i++) {
    const value = data[above + i] as number;
    line[i] = (value << 8) + Math.imul((data[below + i] as number) - value, share);
  }
  line.copyWithin(length, length - 3, length);
}

/** Turned images: rows and columns do not part. */
function warpUnaligned(
  { width, height, data }: RgbImage,
  output: Uint8Array,
  [a, b, c, d, e, f]: Affine,
  table: Uint8ClampedArray,
): void {
  const centerX = (width - 1) / 2;
  const centerY = (height - 1) / 2;
  const lastX = 256 * (width - 1);
  const lastY = 256 * (height - 1);
  let at = 0;
  for (let y = 0; y < height; y++) {
    let fromX = 256 * (b * (y - centerY) - a * centerX + c + centerX);
    let fromY = 256 * (e * (y - centerY) - d * centerX + f + centerY);
    for (let x = 0; x < width; x++, at += 3, fromX += 256 * a, fromY += 256 * d) {
      const px = fromX < 0 ? 0 : fromX > lastX ? lastX : (fromX + 0.5) | 0;
      const py = fromY < 0 ? 0 : fromY > lastY ? lastY : (fromY + 0.5) | 0;
      const topLeft = ((py >> 8) * width + (px >> 8)) * 3;
      const right = px < lastX ? 3 : 0;
      const topRight = topLeft + right;
      const bottomLeft = topLeft + (py < lastY ? width * 3 : 0);
      const bottomRight = bottomLeft + right;
      const shareX = px & 255;
      const shareY = py & 255;
      const w3 = shareX * shareY;
      const w2 = (shareY << 8) - w3;
      const w1 = (shareX << 8) - w3;
      const w0 = 65536 - w1 - w2 - w3;
      for (let i = 0; i < 3; i++) {
        const top = Math.imul(data[topLeft + i] as number, w0) + Math.imul(data[topRight + i] as number, w1);
        const bottom = Math.imul(data[bottomLeft + i] as number, w2) + Math.imul(data[bottomRight + i] as number, w3);
        output[at + i] = table[(top + bottom + 32768) >> 16] as number;
      }
    }
  }
}
