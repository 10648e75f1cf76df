import type { BootstrapInterval, BootstrapOptions } from '../resampling/bootstrap-interval';
import { quantileInterval } from '../resampling/bootstrap-interval';
import { compareGroups } from './compare-groups';
import type { GroupComparison, GroupGap } from './compare-groups';
import type { Grouping, NamedGrouping } from './group-rows';
import { groupRows } from './group-rows';
import { checkCount } from '../input/check-count';
import { checkMetric } from '../input/check-metric';
import { readOptions } from '../input/read-options';
import type { MetricInfo } from '../metric/metric-info';
import type { Column } from '../input/columns';
import { measureRows, takeRows } from '../input/rows';

export type { GroupComparison, GroupGap, Grouping, NamedGrouping };

/** Options of `byGroup`. */
export interface ByGroupOptions {
  /** Groups with fewer rows are listed, but not compared: not in worst, best, difference or ratio. Default: 1. */
  minimumCount?: number;
  /** Adds a bootstrap interval to each group, with these options. Default: no intervals. */
  intervals?: BootstrapOptions;
  /** Which way is better, for a function that does not declare it. Default: what the metric says. */
  higherIsBetter?: boolean;
}

const optionNames = { minimumCount: true, intervals: true, higherIsBetter: true } satisfies Record<
  keyof ByGroupOptions,
  true
>;

/** A metric on the rows of one group. */
export interface GroupValue<Key extends string = string> {
  /** Level of each grouping, e.g. `{ race: 'asian', gender: 'female' }`. */
  readonly group: Readonly<Record<Key, string>>;
  /** Number of rows. */
  readonly count: number;
  /** Value on these rows; NaN for an empty group, or where the metric is undefined. */
  readonly value: number;
  /** Bootstrap interval; absent for an empty group, or when none was asked for. */
  readonly interval?: BootstrapInterval;
}

/** A metric on all rows and on every group, with comparisons. */
export interface GroupedMetric<Key extends string = string> extends GroupComparison<GroupValue<Key>> {
  /** Value on all rows. */
  readonly overall: number;
  /** Number of rows. */
  readonly count: number;
  /** Every combination of levels in order, empty ones included. */
  readonly groups: readonly GroupValue<Key>[];
}

/**
 * Breaks a metric down by groups of people or things, like fairlearn's `MetricFrame`; several groupings are crossed.
 *
 * @param metric - Function from columns to one number, e.g. `accuracy`. Name the classes with `bindOptions` where a
 * group may lack one.
 * @param columns - Columns of the same rows, e.g. `[truth, predicted]`; a flat table of scores may have several values
 *   per row.
 * @param groups - One array of labels per grouping, e.g. `{ race, gender }`, or `{ values, labels }` for indices and
 *   for levels that may be empty.
 * @param options - Smallest group to compare, intervals, direction.
 * @returns The value on all rows and on each group, and the comparison of the groups.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, or an option is unknown or out of
 *   range.
 *
 * @example
 * ```ts
 * import { accuracy, byGroup } from '@polyhead/metrics';
 * const frame = byGroup(accuracy, [[0, 1, 1, 0], [0, 1, 0, 0]], { gender: ['female', 'female', 'male', 'male'] });
 * frame.worst?.group.gender; // 'male'
 * frame.difference.betweenGroups; // 0.5
 * ```
 */
export function byGroup<Columns extends readonly Column[], const Key extends string>(
  metric: ((...columns: Columns) => number) & Partial<MetricInfo>,
  columns: readonly [...Columns],
  groups: Readonly<Record<Key, Grouping>>,
  options: ByGroupOptions = {},
): GroupedMetric<Key> {
  checkMetric('byGroup', metric);
  const {
    minimumCount = 1,
    intervals,
    higherIsBetter = metric.higherIsBetter,
  } = readOptions('byGroup', options, optionNames, '{ minimumCount: 20 }');
  checkCount('byGroup', 'minimumCount', minimumCount);
  const { rows, strides } = measureRows('byGroup', columns);
  const values = groupRows(groups, rows).map(({ group, indices }): GroupValue<Key> => {
    if (indices.length === 0) return { group, count: 0, value: NaN };
    const own = columns.map((column, i) => takeRows(column, strides[i] as number, indices)) as unknown as Columns;
    const count = indices.length;
    if (intervals === undefined) return { group, count, value: metric(...own) };
    const { interval } = quantileInterval('byGroup', metric, own, intervals, 'intervals');
    return { group, count, value: interval.value, interval };
  });
  const overall = metric(...(columns as unknown as Columns));
  const compared = values.filter(({ count, value }) => count >= minimumCount && !Number.isNaN(value));
  return { overall, count: rows, groups: values, ...compareGroups(compared, overall, higherIsBetter, metric.best) };
}
