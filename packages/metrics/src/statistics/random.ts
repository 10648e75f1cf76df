/** Fills an array with whole numbers from 0 to below the limit; goes on where the last call ended. */
export type IntegerGenerator = (into: Uint32Array, limit: number) => void;

// Looked up once: these run millions of times.
const { floor, imul } = Math;

/**
 * Seeded source of whole numbers: xoshiro128** (Blackman and Vigna 2018), its state filled from the seed by
 * splitmix32. The same seed gives the same numbers on every machine.
 */
export function seededIntegers(seed: number): IntegerGenerator {
  const next = splitmix32(seed);
  const state = Int32Array.from({ length: 4 }, next) as unknown as [number, number, number, number];
  return (into, limit) => {
    const scale = limit / 4294967296;
    let [a, b, c, d] = [state[0], state[1], state[2], state[3]];
    for (let i = 0; i < into.length; i++) {
      const mixed = imul(b, 5);
      into[i] = floor((imul((mixed << 7) | (mixed >>> 25), 9) >>> 0) * scale);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  };
}

function splitmix32(seed: number): () => number {
  // Seeds beyond 32 bits count too: their upper half is mixed in.
  let state = (seed | 0) ^ imul(floor(seed / 4294967296) | 0, 0x85ebca6b);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}
