// Random numbers without state: each is a hash of (seed, step, position), so a resumed run draws what an uninterrupted
// one would have.
// The hash is a keyed lowbias32 variant with the constants of hash-prospector (Wellons); engines' kernels use the same
// one.

/** Scrambles 32 bits. */
export function mix(bits: number): number {
  let hash = bits;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x21f0aaad);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xd35a2d97);
  hash ^= hash >>> 15;
  return hash >>> 0;
}

/** The seed of one layer of a network. */
export function layerSeed(seed: number, index: number): number {
  return mix((seed ^ mix(index)) >>> 0);
}

/** 32 random bits for each position from 0 on, as numbers from 0 to 2 ** 32 - 1. */
export function noiseBits(seed: number, step: number): (position: number) => number {
  const first = mix(seed ^ mix((step + 0x9e3779b9) >>> 0));
  const second = mix((first + 0x9e3779b9) >>> 0);
  return (position) => {
    let hash = position ^ first;
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x21f0aaad);
    hash ^= second;
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xd35a2d97);
    hash ^= hash >>> 15;
    return hash >>> 0;
  };
}

/** `size` numbers: 0 with probability `rate`, else `kept`. */
export function dropMask(size: number, rate: number, kept: number, seed: number, step: number): Float32Array {
  const bits = noiseBits(seed, step);
  const threshold = Math.floor(rate * 2 ** 32);
  const mask = new Float32Array(size);
  for (let position = 0; position < size; position++) if (bits(position) >= threshold) mask[position] = kept;
  return mask;
}

/** `size` normally distributed numbers with mean 0 and variance 1 (Box and Muller, 1958). */
export function normalNoise(size: number, seed: number, step: number): Float32Array {
  const bits = noiseBits(seed, step);
  return Float32Array.from({ length: size }, (_, position) => {
    const radius = Math.sqrt(-2 * Math.log((bits(2 * position) + 1) / 2 ** 32));
    return radius * Math.cos((2 * Math.PI * bits(2 * position + 1)) / 2 ** 32);
  });
}
