/** Rows times classes that are ranked by probability; of more classes the most frequent are ranked. */
const mostRanked = 2_000_000;
/**
 * Places of the classes whose areas under curves are computed, ascending: all of them, or those of `shown` and the most
 * frequent others as far as rows times classes stay below a bound.
 */
export function rankedClasses(
  labels: readonly string[],
  truth: ArrayLike<number>,
  shown: readonly number[],
): readonly number[] {
  const all = labels.map((_, place) => place);
  const most = Math.max(shown.length, Math.floor(mostRanked / truth.length));
  if (all.length <= most) return all;
  const counts = new Float64Array(labels.length);
  for (const place of Array.from(truth)) counts[place] = (counts[place] ?? 0) + 1;
  const chosen = new Set(shown);
  const others = all.filter((place) => !chosen.has(place)).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  return [...shown, ...others.slice(0, most - shown.length)].sort((a, b) => a - b);
}
