// The two passes of a separable resize. Pixels are [height, width, 3]; sums are fixed point as in Pillow.
// Two taps, as most have when 200 pixels become 198, have separate loops: they take a third of the time, most of
// all where nothing is clamped.
import { precisionBits, type ResamplingWeights } from './resampling-weights';
import type { RgbImage } from '../decode/rgb-image';

// a constant of this module is faster than an imported one where modules are not bundled
const bits: number = precisionBits;
const half = 1 << (bits - 1);

/** Two weights of which none is negative: what they blend needs no clamping. */
function isBlend({ count, weights, taps }: ResamplingWeights, index: number): boolean {
  return count[index] === 2 && (weights[index * taps] as number) >= 0 && (weights[index * taps + 1] as number) >= 0;
}

/** The image with its width changed to that of the weights, in `data`, which has room for just that. */
export function resampleHorizontal(
  { width: inputWidth, height, data: input }: RgbImage,
  plan: ResamplingWeights,
  data: Uint8Array,
): RgbImage {
  const width = plan.first.length;
  const output = new Uint8ClampedArray(data.buffer);
  for (let x = 0; x < width; x++) {
    const from = (plan.first[x] as number) * 3;
    const steps = { from, inputStep: inputWidth * 3, at: x * 3, outputStep: width * 3, height };
    const at = x * plan.taps;
    if (isBlend(plan, x))
      blendHorizontal(input, data, steps, plan.weights[at] as number, plan.weights[at + 1] as number);
    else sumHorizontal(input, output, steps, plan.weights.subarray(at, at + (plan.count[x] as number)));
  }
  return { width, height, data };
}

/** One column: where its input begins, where its output goes, and how far it is to the next row. */
interface Column {
  readonly from: number;
  readonly inputStep: number;
  readonly at: number;
  readonly outputStep: number;
  readonly height: number;
}

function blendHorizontal(
  input: Uint8Array,
  output: Uint8Array,
  { from, inputStep, at, outputStep, height }: Column,
  left: number,
  right: number,
): void {
  for (let y = 0, i = from, o = at; y < height; y++, i += inputStep, o += outputStep) {
    output[o] = (half + Math.imul(input[i] as number, left) + Math.imul(input[i + 3] as number, right)) >> bits;
    output[o + 1] = (half + Math.imul(input[i + 1] as number, left) + Math.imul(input[i + 4] as number, right)) >> bits;
    output[o + 2] = (half + Math.imul(input[i + 2] as number, left) + Math.imul(input[i + 5] as number, right)) >> bits;
  }
}

function sumHorizontal(
  input: Uint8Array,
  output: Uint8ClampedArray,
  { from, inputStep, at, outputStep, height }: Column,
  weights: Int32Array,
): void {
  for (let y = 0, row = from, o = at; y < height; y++, row += inputStep, o += outputStep) {
    let red = half;
    let green = half;
    let blue = half;
    for (let tap = 0, i = row; tap < weights.length; tap++, i += 3) {
      const weight = weights[tap] as number;
      red = (red + Math.imul(input[i] as number, weight)) | 0;
      green = (green + Math.imul(input[i + 1] as number, weight)) | 0;
      blue = (blue + Math.imul(input[i + 2] as number, weight)) | 0;
    }
    output[o] = red >> bits;
    output[o + 1] = green >> bits;
    output[o + 2] = blue >> bits;
  }
}

/** The image with its height changed to that of the weights. */
export function resampleVertical({ width, data: input }: RgbImage, plan: ResamplingWeights): RgbImage {
  const height = plan.first.length;
  const rowLength = width * 3;
  const data = new Uint8Array(height * rowLength);
  const output = new Uint8ClampedArray(data.buffer);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < height; y++) {
    const from = (plan.first[y] as number) * rowLength;
    const at = y * plan.taps;
    if (isBlend(plan, y))
      blendVertical(
        input,
        from,
        data,
        y * rowLength,
        rowLength,
        plan.weights[at] as number,
        plan.weights[at + 1] as number,
      );
    else
      sumVertical(
        input,
        from,
        output.subarray(y * rowLength, (y + 1) * rowLength),
        plan.weights.subarray(at, at + (plan.count[y] as number)),
        sums,
      );
  }
  return { width, height, data };
}

function blendVertical(
  input: Uint8Array,
  from: number,
  output: Uint8Array,
  at: number,
  rowLength: number,
  above: number,
  below: number,
): void {
  for (let o = at, i = from, j = from + rowLength; o < at + rowLength; o += 3, i += 3, j += 3) {
    output[o] = (half + Math.imul(input[i] as number, above) + Math.imul(input[j] as number, below)) >> bits;
    output[o + 1] =
      (half + Math.imul(input[i + 1] as number, above) + Math.imul(input[j + 1] as number, below)) >> bits;
    output[o + 2] =
      (half + Math.imul(input[i + 2] as number, above) + Math.imul(input[j + 2] as number, below)) >> bits;
  }
}

function sumVertical(
  input: Uint8Array,
  from: number,
  row: Uint8ClampedArray,
  weights: Int32Array,
  sums: Int32Array,
): void {
  sums.fill(half);
  const { length } = row;
  for (let tap = 0, start = from; tap < weights.length; tap++, start += length) {
    const weight = weights[tap] as number;
    for (let o = 0, i = start; o < length; o++, i++)
      sums[o] = ((sums[o] as number) + Math.imul(input[i] as number, weight)) | 0;
  }
  for (let o = 0; o < length; o++) row[o] = (sums[o] as number) >> bits;
}
