// From coefficients to samples: the inverse of the cosine transform (T.81, A.3.3) by the algorithm of C. Loeffler, A.
// Ligtenberg and G. S. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989,
// in whole numbers that are rounded where libjpeg-turbo rounds in its accurate transform: the same samples, to the bit.
const fractionBits = 13;
/** What columns keep beyond whole numbers until rows are done. */
const extraBits = 2;
const columnShift = fractionBits - extraBits;
const rowShift = fractionBits + extraBits + 3; // 3: both passes leave out a division by the root of 8
const half = (shift: number): number => 2 ** (shift - 1);
const columnBias = half(columnShift);
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

/**
 * Writes 8 x 8 samples to `output` at `at`, rows `stride` apart, from the coefficients in `block`, which is zeros
 * afterwards. `last` is the number of its last coefficient that may be other than zero.
 */
export function inverseDct(block: Int32Array, last: number, output: Uint8Array, at: number, stride: number): void {
  if (last === 0) return storeFlat(block, output, at, stride);
  transformColumns(block);
  transformRows(block, output, at, stride);
  block.fill(0);
}

/** A block of one value, as its first coefficient says. */
function storeFlat(block: Int32Array, output: Uint8Array, at: number, stride: number): void {
  const sample = clamp(128 + (((block[0] as number) + 4) >> 3));
  for (let row = 0, to = at; row < 8; row++, to += stride) output.fill(sample, to, to + 8);
  block[0] = 0;
}

/** Transforms along columns, in place; all but the first rows of most are zeros. */
function transformColumns(block: Int32Array): void {
  for (let c = 0; c < 8; c++) {
    const p0 = block[c] as number;
    const p1 = block[8 + c] as number;
    const p2 = block[16 + c] as number;
    const p3 = block[24 + c] as number;
    const p4 = block[32 + c] as number;
    const p5 = block[40 + c] as number;
    const p6 = block[48 + c] as number;
    const p7 = block[56 + c] as number;
    if ((p1 | p2 | p3 | p4 | p5 | p6 | p7) === 0) {
      fillColumn(block, c, p0 << extraBits);
      continue;
    }

    const both = Math.imul(p2 + p6, evenSum);
    const low = both + Math.imul(p2, even2);
    const high = both - Math.imul(p6, even6);
    const all = Math.imul(p1 + p3 + p5 + p7, oddSum);
    const s17 = Math.imul(p1 + p7, odd17);
    const s35 = Math.imul(p3 + p5, odd35);
    const s37 = all - Math.imul(p3 + p7, odd37);
    const s15 = all - Math.imul(p1 + p5, odd15);
    const o0 = Math.imul(p1, odd1) - s17 + s15;
    const o1 = Math.imul(p3, odd3) - s35 + s37;
    const o2 = Math.imul(p5, odd5) - s35 + s15;
    const o3 = Math.imul(p7, odd7) - s17 + s37;

    const sum = ((p0 + p4) << fractionBits) + columnBias;
    const difference = ((p0 - p4) << fractionBits) + columnBias;
    const e0 = sum + low;
    const e1 = difference + high;
    const e2 = difference - high;
    const e3 = sum - low;
    block[c] = (e0 + o0) >> columnShift;
    block[8 + c] = (e1 + o1) >> columnShift;
    block[16 + c] = (e2 + o2) >> columnShift;
    block[24 + c] = (e3 + o3) >> columnShift;
    block[32 + c] = (e3 - o3) >> columnShift;
    block[40 + c] = (e2 - o2) >> columnShift;
    block[48 + c] = (e1 - o1) >> columnShift;
    block[56 + c] = (e0 - o0) >> columnShift;
  }
}

function fillColumn(block: Int32Array, column: number, value: number): void {
  for (let at = column; at < 64; at += 8) block[at] = value;
}

/**
 * The same along rows, and on to `output`. The sums stand here a second time: one function for both took half as long
 * again.
 */
function transformRows(block: Int32Array, output: Uint8Array, at: number, stride: number): void {
  for (let r = 0, to = at; r < 64; r += 8, to += stride) {
    const p0 = block[r] as number;
    const p1 = block[r + 1] as number;
    const p2 = block[r + 2] as number;
    const p3 = block[r + 3] as number;
    const p4 = block[r + 4] as number;
    const p5 = block[r + 5] as number;
    const p6 = block[r + 6] as number;
    const p7 = block[r + 7] as number;

    const both = Math.imul(p2 + p6, evenSum);
    const low = both + Math.imul(p2, even2);
    const high = both - Math.imul(p6, even6);
    const all = Math.imul(p1 + p3 + p5 + p7, oddSum);
    const s17 = Math.imul(p1 + p7, odd17);
    const s35 = Math.imul(p3 + p5, odd35);
    const s37 = all - Math.imul(p3 + p7, odd37);
    const s15 = all - Math.imul(p1 + p5, odd15);
    const o0 = Math.imul(p1, odd1) - s17 + s15;
    const o1 = Math.imul(p3, odd3) - s35 + s37;
    const o2 = Math.imul(p5, odd5) - s35 + s15;
    const o3 = Math.imul(p7, odd7) - s17 + s37;

    const sum = ((p0 + p4) << fractionBits) + rowBias;
    const difference = ((p0 - p4) << fractionBits) + rowBias;
    const e0 = sum + low;
    const e1 = difference + high;
    const e2 = difference - high;
    const e3 = sum - low;
    output[to] = clamp((e0 + o0) >> rowShift);
    output[to + 1] = clamp((e1 + o1) >> rowShift);
    output[to + 2] = clamp((e2 + o2) >> rowShift);
    output[to + 3] = clamp((e3 + o3) >> rowShift);
    output[to + 4] = clamp((e3 - o3) >> rowShift);
    output[to + 5] = clamp((e2 - o2) >> rowShift);
    output[to + 6] = clamp((e1 - o1) >> rowShift);
    output[to + 7] = clamp((e0 - o0) >> rowShift);
  }
}

function clamp(sample: number): number {
  return sample < 0 ? 0 : sample > 255 ? 255 : sample;
}
