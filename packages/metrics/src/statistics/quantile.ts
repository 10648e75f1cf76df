/**
 * Quantile of ascending numbers, linear between neighbors (type 7: the default of NumPy, SciPy and R); NaN if none.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below] ?? NaN, sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN];
  return low === high ? low : low + (high - low) * (position - below);
}
