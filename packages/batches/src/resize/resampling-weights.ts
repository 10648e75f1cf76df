/**
 * For each output pixel: the first input pixel it is made of, how many, and their weights (fixed point, `taps` numbers
 * a pixel).
 */
export interface ResamplingWeights {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
}

interface Kernel {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Bits behind the point: 32 less 8 of the pixel and 2 of overshoot, as in Pillow. */
export const precisionBits = 32 - 8 - 2;

const kernels: Readonly<Record<'bilinear' | 'bicubic', Kernel>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
};

/** Keys' cubic convolution with a = -0.5. */
function cubic(signed: number): number {
  const a = -0.5;
  const x = Math.abs(signed);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/**
 * Weights that turn `inputSize` pixels into `outputSize`, with the kernel widened when shrinking: to the bit those of
 * Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc`.
 */
export function resamplingWeights(
  filter: 'bilinear' | 'bicubic',
  inputSize: number,
  outputSize: number,
): ResamplingWeights {
  const kernel = kernels[filter];
  const scale = inputSize / outputSize;
  const widening = Math.max(scale, 1);
  const support = kernel.support * widening;
  const taps = Math.ceil(support) * 2 + 1;
  const result = {
    taps,
    first: new Int32Array(outputSize),
    count: new Int32Array(outputSize),
    weights: new Int32Array(outputSize * taps),
  };
  for (let index = 0; index < outputSize; index++) {
    const center = (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(inputSize, Math.trunc(center + support + 0.5)) - first;
    const exact = Array.from({ length: count }, (_, tap) =>
      kernel.weight((tap + first - center + 0.5) * (1 / widening)),
    );
    const sum = exact.reduce((total, weight) => total + weight, 0);
    result.first[index] = first;
    result.count[index] = count;
    exact.forEach(
      (weight, tap) => (result.weights[index * taps + tap] = fixedPoint(sum === 0 ? weight : weight * (1 / sum))),
    );
  }
  return result;
}

function fixedPoint(weight: number): number {
  return Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * 2 ** precisionBits);
}
