import { type BootstrapInterval, byGroup } from '@polyhead/metrics';
import type { IntersectionGroup } from './analyze-groups';
import { intervalBounds } from './reliable-interval';
import { intervalOfMean } from './many-tasks';
import type { NumberOptions } from './number-options';

/** A metric with the columns that it is computed on, and the groups of their rows. */
export interface Grouped {
  readonly metric: ((truth: ArrayLike<number>, predicted: ArrayLike<number>) => number) & {
    readonly higherIsBetter: boolean | undefined;
  };
  /** What the metric is the mean of. */
  readonly valueOf: (truth: number, predicted: number) => number;
  /** Whether the metric is a share of rows. */
  readonly share: boolean;
  readonly columns: readonly [ArrayLike<number>, ArrayLike<number>];
  readonly groups: NamedGroups;
}

/** Kinds of groups: the group of each row, and the names of all. */
export type NamedGroups = Readonly<
  Record<string, { readonly values: readonly string[]; readonly labels: readonly string[] }>
>;

/** More combinations than this are not crossed: most of them would be empty. */
export const mostCombinations = 10_000;

/** How many groups there are when all kinds are crossed, empty ones included. */
export function countCombinations(groups: NamedGroups): number {
  return Object.values(groups).reduce((product, { labels }) => product * labels.length, 1);
}

/**
 * The worst of the crossed groups of `minGroupSize` rows and more, worst first, with the intervals that `byGroup`
 * would give, but where all are right or all are wrong; at most ten, since each interval takes its time.
 */
export function intersectGroups(
  grouped: Grouped,
  options: NumberOptions & { readonly isResampled: boolean },
): IntersectionGroup[] {
  const { metric, share, columns, groups } = grouped;
  const { minGroupSize } = options;
  if (Object.keys(groups).length < 2 || countCombinations(groups) > mostCombinations) return [];
  const sign = metric.higherIsBetter === false ? -1 : 1;
  const large = byGroup(metric, columns, groups).groups.filter(
    ({ count, value }) => count >= minGroupSize && !Number.isNaN(value),
  );
  const worst = [...large].sort((a, b) => sign * (a.value - b.value)).slice(0, 10);
  return worst.map(({ group, count, value }) => {
    const interval = intervalOfGroup(grouped, group, options);
    return { groups: group, count, value, ...intervalBounds(interval, { count, fewest: minGroupSize, share }) };
  });
}

function intervalOfGroup(
  { metric, valueOf, columns: [truth, predicted], groups }: Grouped,
  group: Readonly<Record<string, string>>,
  options: NumberOptions & { readonly isResampled: boolean },
): BootstrapInterval {
  const kinds = Object.entries(groups);
  const rows = Array.from(truth, (_, row) => row).filter((row) =>
    kinds.every(([by, { values }]) => values[row] === group[by]),
  );
  const own = [truth, predicted].map((column) => rows.map((row) => column[row] ?? NaN)) as [number[], number[]];
  return intervalOfMean<[ArrayLike<number>, ArrayLike<number>]>(metric, own, valueOf, options);
}
