// The label that a distribution over classes 0, 1, 2 … represents. Probabilities need not add up to 1.

/** Expected class of the distribution at `offset`. */
export function mean(output: ArrayLike<number>, offset: number, units: number): number {
  let sum = 0;
  let weighted = 0;
  for (let index = 0; index < units; index++) {
    const probability = output[offset + index] ?? NaN;
    sum += probability;
    weighted += probability * index;
  }
  return weighted / sum;
}

/**
 * Where half of the probability lies below, if each class is spread evenly from half a class before it to half after.
 */
export function median(output: ArrayLike<number>, offset: number, units: number): number {
  let rest = 0;
  for (let index = 0; index < units; index++) rest += (output[offset + index] ?? NaN) / 2;
  for (let index = 0; index < units; index++) {
    const probability = output[offset + index] ?? NaN;
    if (probability > 0 && rest <= probability) return index - 0.5 + rest / probability;
    rest -= probability;
  }
  return NaN;
}
