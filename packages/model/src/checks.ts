// The checks that factories make at the door; `where` is the factory that an error names.
export function checkCount(where: string, option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`${where}: expected "${option}" to be a whole number of at least 1, got ${value}.`);
}

export function checkRate(where: string, option: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new Error(`${where}: expected "${option}" to be at least 0 and below 1, got ${value}. Pass 0 for none.`);
}

export function checkSeed(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new Error(`${where}: expected "seed" to be a whole number, got ${seed}. Pass e.g. 7.`);
}
