/** One round of a 32-bit mixing function (constants of Christopher Wellons' hash-prospector). */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0xd35a2d97);
  return h ^ (h >>> 15);
}

/** The two keys of PolyheadDropout's hash: a function of seed and step alone. */
export function dropoutKeys(seed: number, step: number): { key: number; secondKey: number } {
  const key = mix(seed ^ mix(step + 0x9e3779b9));
  return { key, secondKey: mix(key + 0x9e3779b9) };
}
