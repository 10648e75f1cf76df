import { meanInterval } from '@polyhead/metrics';
import type { GroupDimension, GroupNumbers } from './analyze-groups';
import type { NamedGroups } from './intersect-groups';
import { intervalBounds } from './reliable-interval';
import { fewTasks, worstKinds } from './many-tasks';
import type { NumberOptions } from './number-options';

/** A kind of groups with a number for the group of each row. */
export interface CodedKind {
  readonly by: string;
  readonly labels: readonly string[];
  /** Place in `labels` of each row. */
  readonly codes: Uint32Array;
}

/** Numbers the groups of each kind once, for all tasks. */
export function codeKinds(groups: NamedGroups): CodedKind[] {
  return Object.entries(groups).map(([by, { values, labels }]) => {
    const places = new Map(labels.map((label, place) => [label, place]));
    return { by, labels, codes: Uint32Array.from(values, (value) => places.get(value) ?? 0) };
  });
}

/**
 * A task by groups in a report of many tasks: all kinds in their order, or the {@link worstKinds} whose worst group is
 * worst if there are more than {@link fewTasks}. Intervals are computed for the kinds that are shown only.
 *
 * @param values - What the metric is the mean of, one per row; NaN for rows to leave out.
 * @param sign - 1 if a higher mean is better, -1 if a lower one is.
 */
export function worstDimensions(
  kinds: readonly CodedKind[],
  values: Float64Array,
  { sign, share, ...options }: { readonly sign: 1 | -1; readonly share: boolean } & NumberOptions,
): GroupDimension[] {
  const means = kinds.map((kind) => ({ kind, ...groupMeans(kind, values, sign, options.minGroupSize) }));
  const shown =
    kinds.length <= fewTasks ? means : [...means].sort((a, b) => sign * (a.worst - b.worst)).slice(0, worstKinds);
  return shown.map(({ kind }) => dimensionOf(kind, values, { sign, share, ...options }));
}

/** Mean of the worst group that is large enough, as far as there is one: else the best possible value. */
function groupMeans(
  { labels, codes }: CodedKind,
  values: Float64Array,
  sign: 1 | -1,
  minGroupSize: number,
): { readonly worst: number } {
  const [counts, sums] = [new Uint32Array(labels.length), new Float64Array(labels.length)];
  for (let row = 0; row < values.length; row++) {
    const [value, code] = [values[row] as number, codes[row] as number];
    if (Number.isNaN(value)) continue;
    counts[code] = (counts[code] as number) + 1;
    sums[code] = (sums[code] as number) + value;
  }
  const large = labels.flatMap((_, code) =>
    (counts[code] as number) < minGroupSize ? [] : [(sums[code] as number) / (counts[code] as number)],
  );
  return { worst: large.reduce((worst, mean) => (sign * (mean - worst) < 0 ? mean : worst), sign * Number.MAX_VALUE) };
}

function dimensionOf(
  { by, labels, codes }: CodedKind,
  values: Float64Array,
  { sign, share, minGroupSize, intervals }: { readonly sign: 1 | -1; readonly share: boolean } & NumberOptions,
): GroupDimension {
  const groups = labels.map((group, code): GroupNumbers => {
    const own = values.filter((value, row) => codes[row] === code && !Number.isNaN(value));
    if (own.length === 0) return { group, count: 0, value: NaN, low: NaN, high: NaN };
    const interval = meanInterval(own, intervals);
    const ends = intervalBounds(interval, { count: own.length, fewest: minGroupSize, share });
    return { group, count: own.length, value: interval.value, ...ends };
  });
  const compared = groups.filter(({ count }) => count > 0 && count >= minGroupSize);
  const worst = compared.reduce<GroupNumbers | undefined>(
    (chosen, group) => (chosen === undefined || sign * (group.value - chosen.value) < 0 ? group : chosen),
    undefined,
  );
  const [low, high] = [
    Math.min(...compared.map(({ value }) => value)),
    Math.max(...compared.map(({ value }) => value)),
  ];
  const isEmpty = compared.length === 0;
  return {
    by,
    groups,
    ...(worst === undefined ? {} : { worst }),
    difference: isEmpty ? NaN : high - low,
    ratio: isEmpty ? NaN : low / high,
  };
}
