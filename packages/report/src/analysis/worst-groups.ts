import { meanInterval } from '@polyhead/metrics';
import type { GroupDimension, GroupNumbers } from './analyze-groups';
import type { NamedGroups } from './intersect-groups';
import { intervalBounds } from './reliable-interval';
import { maxKinds } from './many-tasks';
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

/** What {@link worstKinds} and {@link dimensionOf} need to know of a metric, besides the options of the report. */
interface MetricOptions extends NumberOptions {
  /** 1 if a higher mean is better, -1 if a lower one is. */
  readonly sign: 1 | -1;
  /** True if the metric is a share of rows. */
  readonly share: boolean;
}

/**
 * Chooses the kinds of groups that a task is shown by: all of them in their order, or, if there are more than
 * `maxKinds`, those with the worst groups, worst first.
 *
 * @param values - What the metric is the mean of, one per row; NaN for rows to leave out.
 */
export function worstKinds(
  kinds: readonly CodedKind[],
  values: Float64Array,
  { sign, minGroupSize, tasks }: Pick<MetricOptions, 'sign' | 'minGroupSize' | 'tasks'>,
): readonly CodedKind[] {
  const most = maxKinds(tasks);
  if (kinds.length <= most) return kinds;
  const ranked = kinds.map((kind) => ({ kind, worst: worstMean(kind, values, sign, minGroupSize) }));
  return ranked
    .sort((a, b) => sign * (a.worst - b.worst))
    .slice(0, most)
    .map(({ kind }) => kind);
}

/** Mean of the worst group that is large enough; the best possible value if there is none. */
function worstMean({ labels, codes }: CodedKind, values: Float64Array, sign: 1 | -1, minGroupSize: number): number {
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
  return large.reduce((worst, mean) => (sign * (mean - worst) < 0 ? mean : worst), sign * Number.MAX_VALUE);
}

/** The values of each group, without those that are NaN, in the order of the rows. */
function valuesByGroup({ labels, codes }: CodedKind, values: Float64Array): Float64Array[] {
  const isKept = (row: number): boolean => !Number.isNaN(values[row]);
  const counts = new Uint32Array(labels.length);
  for (const [row, code] of codes.entries()) if (isKept(row)) counts[code] = (counts[code] as number) + 1;
  const groups = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Uint32Array(labels.length);
  for (const [row, code] of codes.entries()) {
    if (!isKept(row)) continue;
    const at = filled[code] as number;
    (groups[code] as Float64Array)[at] = values[row] as number;
    filled[code] = at + 1;
  }
  return groups;
}

/** A task by one kind of groups, with computed intervals. */
export function dimensionOf(
  kind: CodedKind,
  values: Float64Array,
  { sign, share, minGroupSize, intervals }: MetricOptions,
): GroupDimension {
  const { by, labels } = kind;
  const groups = valuesByGroup(kind, values).map((own, code): GroupNumbers => {
    const group = labels[code] ?? '';
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
