// From coefficients to samples: the inverse of the cosine transform (T.81, A.3.3) by the algorithm of C. Loeffler, A. Ligtenberg and G. S. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989,
// in whole numbers that are rounded where libjpeg-turbo rounds in its accurate transform: the same samples, to the bit.
const fractionBits = 13;
/** What columns keep beyond whole numbers until rows are done. */
const extraBits = 2;
const columnShift = fractionBits - extraBits;
const rowShift = fractionBits + extraBits + 3; // 3: both passes leave out a division by the root of 8
const half = (shift: number): number => 2 ** (shift - 1);
/** Samples are stored without sign. */
const rowBias = half(rowShift) + 128 * 2 ** rowShift;

const cosine = (index: number): number => Math.SQRT2 * Math.cos((index * Math.PI) / 16);
const fixed = (factor: number): number => Math.round(factor * 2 ** fractionBits);
const [c1, c2, c3, c5, c6, c7] = [cosine(1), cosine(2), cosine(3), cosine(5), cosine(6), cosine(7)];
const evenSum = fixed(c6);
const even2 = fixed(c2 - c6);
const even6 = fixed(c2 + c6);
const oddSum = fixed(c3);
const odd1 = fixed(c1 + c3 - c5 - c7);
const odd3 = fixed(c1 + c3 + c5 - c7);
const odd5 = fixed(c1 + c3 - c5 + c7);
const odd7 = fixed(c3 + c5 - c1 - c7);
const odd17 = fixed(c3 - c7);
const odd35 = fixed(c1 + c3);
const odd37 = fixed(c3 + c5);
const odd15 = fixed(c3 - c5);

/** Writes 8 x 8 samples to `output` at `at`, rows `stride` apart, from the coefficients in `block`, which is zeros afterwards. `last` is the number of its last coefficient that may be other than zero. */
export function inverseDct(block: Int32Array, last: number, output: Uint8Array, at: number, stride: number): void {
  if (last === 0) return storeFlat(block, output, at, stride);
  for (let column = 0; column < 8; column++) transform(block, column, 8, half(columnShift), columnShift);
  for (let start = 0; start < 64; start += 8) transform(block, start, 1, rowBias, rowShift);
  for (let from = 0, to = at; from < 64; to += stride - 8) {
    for (const end = from + 8; from < end; from++, to++) {
      const sample = block[from] as number;
      output[to] = sample < 0 ? 0 : sample > 255 ? 255 : sample;
      block[from] = 0;
    }
  }
}

/** A block of one value, as its first coefficient says. */
function storeFlat(block: Int32Array, output: Uint8Array, at: number, stride: number): void {
  const sample = 128 + (((block[0] as number) + 4) >> 3);
  for (let row = 0, to = at; row < 8; row++, to += stride) output.fill(sample < 0 ? 0 : sample > 255 ? 255 : sample, to, to + 8);
  block[0] = 0;
}

/** Transforms 8 numbers, `step` apart, in place; adds `bias` and divides by 2 ** `shift`. */
function transform(block: Int32Array, at: number, step: number, bias: number, shift: number): void {
  const [i1, i2, i3] = [at + step, at + 2 * step, at + 3 * step];
  const [i4, i5, i6, i7] = [at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step];
  const p0 = (block[at] as number) << fractionBits;
  const p1 = block[i1] as number;
  const p2 = block[i2] as number;
  const p3 = block[i3] as number;
  const p4 = (block[i4] as number) << fractionBits;
  const p5 = block[i5] as number;
  const p6 = block[i6] as number;
  const p7 = block[i7] as number;

  const both = Math.imul(p2 + p6, evenSum);
  const low = both + Math.imul(p2, even2);
  const high = both - Math.imul(p6, even6);
  const e0 = p0 + p4 + low + bias;
  const e1 = p0 - p4 + high + bias;
  const e2 = p0 - p4 - high + bias;
  const e3 = p0 + p4 - low + bias;

  const all = Math.imul(p1 + p3 + p5 + p7, oddSum);
  const s17 = -Math.imul(p1 + p7, odd17);
  const s35 = -Math.imul(p3 + p5, odd35);
  const s37 = all - Math.imul(p3 + p7, odd37);
  const s15 = all - Math.imul(p1 + p5, odd15);
  const o0 = Math.imul(p1, odd1) + s17 + s15;
  const o1 = Math.imul(p3, odd3) + s35 + s37;
  const o2 = Math.imul(p5, odd5) + s35 + s15;
  const o3 = Math.imul(p7, odd7) + s17 + s37;

  block[at] = (e0 + o0) >> shift;
  block[i1] = (e1 + o1) >> shift;
  block[i2] = (e2 + o2) >> shift;
  block[i3] = (e3 + o3) >> shift;
  block[i4] = (e3 - o3) >> shift;
  block[i5] = (e2 - o2) >> shift;
  block[i6] = (e1 - o1) >> shift;
  block[i7] = (e0 - o0) >> shift;
}
