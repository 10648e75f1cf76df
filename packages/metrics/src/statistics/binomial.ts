/**
 * Probability of at most `heads` heads in `tosses` tosses of a fair coin, for heads <= tosses / 2.
 * Sums the terms relative to the largest one, so that no factorial or logarithm is needed; about 1e-14 relative.
 */
export function binomialCdf(heads: number, tosses: number): number {
  const mode = Math.floor(tosses / 2);
  let term = 1;
  let lower = 0;
  let upTo = 0;
  for (let i = mode; i >= 0 && term > 0; i--) {
    lower += term;
    if (i <= heads) upTo += term;
    term *= i / (tosses - i + 1);
  }
  // The upper half mirrors the lower one; with an even number of tosses the mode is counted once.
  const total = tosses % 2 === 0 ? 2 * lower - 1 : 2 * lower;
  return upTo / total;
}
