/**
 * Smallest and largest of the numbers that are not far out: within three times the middle half of all from that half
 * (Tukey's outer fences, 1977).
 * One number a thousand away leaves the range of the others as it is. Needs at least one number.
 */
export function quantileRange(numbers: readonly number[]): [low: number, high: number] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  const [first, third] = [at(0.25), at(0.75)];
  const reach = 3 * (third - first);
  const inside = sorted.filter((number) => number >= first - reach && number <= third + reach);
  return [inside[0] ?? NaN, inside.at(-1) ?? NaN];
}
