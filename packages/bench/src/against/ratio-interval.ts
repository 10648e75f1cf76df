/** Ratio of two paired measurements, with its 95% interval. */
export interface RatioInterval {
  /** Geometric mean of the ratios. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Computes the mean ratio of paired measurements and its 95% interval: Student's t on the logarithms of the ratios. A
 * pair is one round, so whatever slows both sides of a round down cancels out.
 *
 * @param after - Measurements of the new side, all positive, at least two.
 * @param before - Measurements of the old side in the same rounds.
 * @throws RangeError if there are fewer than two pairs, the lengths differ, or a measurement is not positive.
 */
export function ratioInterval(after: readonly number[], before: readonly number[]): RatioInterval {
  if (after.length !== before.length || after.length < 2)
    throw new RangeError(
      `ratioInterval: both sides must have the same number of rounds, at least 2, got ${after.length} and ${before.length}.`,
    );
  const logs = after.map((value, round) => Math.log(value / (before[round] as number)));
  if (!logs.every(Number.isFinite))
    throw new RangeError(`ratioInterval: every measurement must be positive, got ${[...after, ...before].join(', ')}.`);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const half = studentQuantile(logs.length - 1) * Math.sqrt(variance / logs.length);
  return { ratio: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}

/** The value that a Student's t variable stays within, on both sides of 0, with a probability of 0.95. */
function studentQuantile(degrees: number): number {
  let [low, high] = [0, 13]; // 12.7 for one degree of freedom
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of |t| <= `bound`, by the finite sums of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4. */
function centralProbability(bound: number, degrees: number): number {
  const angle = Math.atan(bound / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
