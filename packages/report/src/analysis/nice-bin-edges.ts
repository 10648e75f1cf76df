const steps = { coarse: [1, 2, 5, 10], fine: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] } as const;

/**
 * Edges of at most `bins` bins of equal, round width that hold all the numbers. A coarse width is 1, 2 or 5 times a
 * power of ten, so that bands of ages are decades;
 * a fine one comes closer to the number of bins asked for, and is whole where all numbers are.
 */
export function niceBinEdges(
  numbers: readonly number[],
  bins: number,
  rounding: keyof typeof steps = 'coarse',
): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high) high = number;
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size > 1e300) return [-size, 0, size];
  // Numbers that are as good as equal leave nothing to round.
  if (!(high - low > 1e-9 * size && high - low > 1e-200))
    return [low - Math.max(0.5, size / 2), high + Math.max(0.5, size / 2)];
  const whole = rounding === 'fine' && numbers.every(Number.isInteger);
  for (let step = niceStep((high - low) / bins, rounding, whole); ; step = niceStep(step * 1.001, rounding, whole)) {
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
    // Numbers on both sides of 0 need two bins at least.
    if (last - first <= bins || last - first === 2)
      return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  }
}

/**
 * Index of the bin that holds a number: a bin holds its lower edge, the last one both, and what lies outside of all
 * goes to the nearest.
 */
export function binIndex(edges: readonly number[], number: number): number {
  let [low, high] = [1, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number >= (edges[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Smallest round width that is not below `width`. */
function niceStep(width: number, rounding: keyof typeof steps, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const fits = (step: number): boolean => step >= width * (1 - 1e-12) && (!whole || Number.isInteger(step));
  const candidates = [power, power * 10].flatMap((unit) =>
    steps[rounding].map((factor) => Number((factor * unit).toPrecision(12))),
  );
  return candidates.find(fits) ?? Math.ceil(width);
}
