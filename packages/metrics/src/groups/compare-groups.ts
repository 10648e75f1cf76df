/** Comparisons between the groups that have a value. */
export interface GroupComparison<Group> {
  /** The group with the worst value; absent without any, or when the metric declares no direction. */
  readonly worst?: Group;
  /** The group with the best value; absent as `worst` is. */
  readonly best?: Group;
  /** Largest absolute difference; NaN without any group. */
  readonly difference: GroupGap;
  /** Smallest ratio, turned so that it is at most 1; NaN without any group. */
  readonly ratio: GroupGap;
}

/** A gap in two senses, as in fairlearn. */
export interface GroupGap {
  /** Between the smallest and the largest value of a group. */
  readonly betweenGroups: number;
  /** Between the value of a group and that of all rows. */
  readonly toOverall: number;
}

/** Compares values of groups, none of them NaN. Without a direction but with a best value, nearest to it is best. */
export function compareGroups<Group extends { readonly value: number }>(
  groups: readonly Group[],
  overall: number,
  higherIsBetter: boolean | undefined,
  best: number | undefined,
): GroupComparison<Group> {
  const none = { betweenGroups: NaN, toOverall: NaN };
  if (groups.length === 0) return { difference: none, ratio: none };
  const values = groups.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {
    ...extremes(groups, higherIsBetter, best),
    difference: { betweenGroups: high - low, toOverall: Math.max(...values.map((value) => Math.abs(value - overall))) },
    ratio: {
      betweenGroups: low / high,
      toOverall: Math.min(...values.map((value) => assertAtMostOne(value / overall))),
    },
  };
}

function extremes<Group extends { readonly value: number }>(
  groups: readonly Group[],
  higherIsBetter: boolean | undefined,
  best: number | undefined,
): { worst?: Group; best?: Group } {
  if (higherIsBetter === undefined && best === undefined) return {};
  const goodness = ({ value }: Group): number =>
    higherIsBetter === undefined ? -Math.abs(value - (best ?? 0)) : higherIsBetter ? value : -value;
  const pick = (better: (a: number, b: number) => boolean): Group =>
    groups.reduce((chosen, group) => (better(goodness(group), goodness(chosen)) ? group : chosen));
  return { worst: pick((a, b) => a < b), best: pick((a, b) => a > b) };
}

function assertAtMostOne(ratio: number): number {
  return ratio > 1 ? 1 / ratio : ratio;
}
