/**
 * Seeded source of whole numbers below a limit: xoshiro128** (Blackman and Vigna 2018), its state filled from the seed
 * by splitmix32. The same seed gives the same numbers on every machine.
 */
export function seededIntegers(seed: number): (limit: number) => number {
  const next = splitmix32(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];
  return (limit) => {
    const mixed = Math.imul(b, 5);
    const result = Math.imul((mixed << 7) | (mixed >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return Math.floor((result / 4294967296) * limit);
  };
}

function splitmix32(seed: number): () => number {
  // Seeds beyond 32 bits count too: their upper half is mixed in.
  let state = (seed | 0) ^ Math.imul(Math.floor(seed / 4294967296) | 0, 0x85ebca6b);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}
