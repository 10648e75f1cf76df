import { accuracy, byGroup, meanAbsoluteError, bindOptions } from '@polyhead/metrics';
import { niceBinEdges } from './nice-bin-edges';
import { articleEdges, valueBands } from './value-bands';
import { imagesOf, type ReportInput } from '../input/report-input';
import { finiteRows } from './analyze-regression';
import {
  countCombinations,
  intersectGroups,
  type Grouped,
  mostCombinations,
  type NamedGroups,
} from './intersect-groups';
import { intervalBounds } from './reliable-interval';
import { absoluteError, canResample, hit } from './many-tasks';
import type { NumberOptions } from './number-options';
import type { TaskRows } from './task-rows';
import { type CodedKind, codeKinds, dimensionOf, worstKinds } from './worst-groups';
import { invalidArgument } from '@polyhead/core';

/** One task broken down by groups. */
export interface TaskGroups {
  readonly task: string;
  readonly metric: 'accuracy' | 'mean absolute error';
  readonly unit: string;
  readonly overall: number;
  readonly dimensions: readonly GroupDimension[];
  /** The worst of the crossed groups that are large enough, at most ten; empty where there is one dimension. */
  readonly crossed: readonly IntersectionGroup[];
  /** Kinds of groups that the task does better on and that are not in `dimensions`; absent if all are. */
  readonly kindsLeftOut?: number;
  /** How many combinations crossing would make, where they are too many to cross. */
  readonly combinationsLeftOut?: number;
}

/** A task by one kind of group. */
export interface GroupDimension {
  readonly by: string;
  readonly groups: readonly GroupNumbers[];
  /** Worst of the groups that are large enough; absent where none is. */
  readonly worst?: GroupNumbers;
  /** Between the best and the worst of them. */
  readonly difference: number;
  /** The smaller by the larger value of them. */
  readonly ratio: number;
}

/** A metric over one group. */
export interface GroupNumbers {
  readonly group: string;
  readonly count: number;
  /** NaN where there is no row. */
  readonly value: number;
  /** NaN where the group is too small to tell. */
  readonly low: number;
  /** NaN where the group is too small to tell. */
  readonly high: number;
}

/** A group of groups, such as women of one race and age band. */
export interface IntersectionGroup {
  readonly groups: Readonly<Record<string, string>>;
  readonly count: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Every task by every kind of group, with intervals. */
export function analyzeGroups<Row extends object>(
  tasks: readonly TaskRows[],
  input: ReportInput<Row>,
  options: NumberOptions,
): TaskGroups[] {
  const groups =
    input.groups === undefined ? labelGroups(tasks) : recordGroups(tasks[0]?.truth.length ?? 0, input, input.groups);
  if (Object.keys(groups).length === 0) return [];
  const kinds = codeKinds(groups);
  return tasks.map((task) => analyzeTask(task, groups, kinds, options));
}

function analyzeTask(
  task: TaskRows,
  all: NamedGroups,
  kinds: readonly CodedKind[],
  options: NumberOptions,
): TaskGroups {
  const grouped = task.type === 'classification' ? classes(task, all) : numbers(task, all);
  const { metric, share, valueOf, columns } = grouped;
  const values = new Float64Array(task.truth.length);
  for (let row = 0; row < values.length; row++) {
    const value = valueOf(task.truth[row] ?? NaN, task.predicted[row] ?? NaN);
    values[row] = Number.isFinite(value) ? value : NaN;
  }
  const direction = { sign: share ? 1 : -1, share } as const;
  const shown = worstKinds(kinds, values, { ...options, ...direction });
  // The score over all is resampled once, the groups of a kind together once, and so are the crossed groups.
  const canResampleTimes = (times: number): boolean => canResample(values.length, times, options);
  const dimensions = shown.map((kind) =>
    canResampleTimes(1 + shown.length)
      ? resampledDimension(grouped, kind.by, options)
      : dimensionOf(kind, values, { ...options, ...direction }),
  );
  const combinations = countCombinations(all);
  return {
    task: task.name,
    metric: share ? 'accuracy' : 'mean absolute error',
    unit: task.type === 'regression' ? (task.unit ?? '') : '',
    overall: metric(...columns),
    dimensions,
    crossed: intersectGroups(grouped, { ...options, isResampled: canResampleTimes(2 + shown.length) }),
    ...(shown.length < kinds.length ? { kindsLeftOut: kinds.length - shown.length } : {}),
    ...(combinations > mostCombinations ? { combinationsLeftOut: combinations } : {}),
  };
}

/** A task by one kind of groups, with bootstrap intervals. */
function resampledDimension(
  { metric, share, columns, groups }: Grouped,
  by: string,
  { minGroupSize, intervals }: NumberOptions,
): GroupDimension {
  const grouping = groups[by] as NamedGroups[string];
  const frame = byGroup(metric, columns, { [by]: grouping }, { minimumCount: minGroupSize, intervals });
  const plain = ({ group, count, value, interval }: (typeof frame.groups)[number]): GroupNumbers => ({
    group: group[by] ?? '',
    count,
    value,
    ...intervalBounds(interval, { count, fewest: minGroupSize, share }),
  });
  return {
    by,
    groups: frame.groups.map(plain),
    ...(frame.worst === undefined ? {} : { worst: plain(frame.worst) }),
    difference: frame.difference.betweenGroups,
    ratio: frame.ratio.betweenGroups,
  };
}

function classes(
  { truth, predicted, labels }: Extract<TaskRows, { type: 'classification' }>,
  groups: NamedGroups,
): Grouped {
  return {
    metric: bindOptions<ArrayLike<number>, ArrayLike<number>, { labels: readonly string[] }>(accuracy, { labels }),
    share: true,
    valueOf: hit,
    columns: [truth, predicted],
    groups,
  };
}

/** Leaves out the rows that are not finite, in the groups as well. */
function numbers(task: Extract<TaskRows, { type: 'regression' }>, groups: NamedGroups): Grouped {
  const { truth, predicted } = finiteRows(task.name, task);
  const metric = {
    metric: meanAbsoluteError,
    share: false,
    valueOf: absoluteError,
    columns: [truth, predicted],
  } as const;
  if (truth.length === task.truth.length) return { ...metric, groups };
  const kept = (row: number): boolean => Number.isFinite(task.truth[row]) && Number.isFinite(task.predicted[row]);
  const own = Object.fromEntries(
    Object.entries(groups).map(([by, { values, labels }]) => [
      by,
      { values: values.filter((_, row) => kept(row)), labels },
    ]),
  );
  return { ...metric, groups: own };
}

/** Groups by what is true: the label of a classification, the band of a number. */
function labelGroups(tasks: readonly TaskRows[]): NamedGroups {
  return Object.fromEntries(
    tasks.map((task) => {
      if (task.type === 'classification')
        return [
          task.name,
          { values: Array.from(task.truth, (index) => task.labels[index] ?? 'unknown'), labels: task.labels },
        ];
      const truth = Array.from(task.truth);
      const bands = valueBands(
        'renderReport',
        task.unit === 'years' && truth.every((age) => age >= 0)
          ? articleEdges
          : niceBinEdges(truth.filter(Number.isFinite), 8),
      );
      return [task.name, withUnknown(truth.map(bands.nameOf), bands.names)];
    }),
  );
}

/** Groups by what the caller's functions make of the test records; without a split, all records are. */
function recordGroups<Row extends object>(
  rows: number,
  { records: all, split, result }: ReportInput<Row>,
  groups: NonNullable<ReportInput<Row>['groups']>,
): NamedGroups {
  const test = split?.test ?? all;
  if (test === undefined)
    throw invalidArgument(
      'renderReport',
      'expected "split" or "records" beside "groups"',
      'neither',
      'Groups are made of the records in split.test, or of all where there is no split.',
    );
  const { indices } = imagesOf(result);
  const records = Array.from({ length: rows }, (_, row) => test[indices?.[row] ?? row]);
  // all records, of which some were evaluated
  const doubtful = split === undefined && indices === undefined && test.length !== rows;
  if (doubtful || records.includes(undefined))
    throw invalidArgument(
      'renderReport',
      `expected ${split === undefined ? '"records"' : 'split.test'} to hold the records of all ${rows} rows of the result`,
      `${test.length} records`,
      'Pass what was evaluated.',
    );
  return Object.fromEntries(
    Object.entries(groups).map(([by, nameOf]) => {
      const values = records.map((record) => String((record === undefined ? undefined : nameOf(record)) ?? 'unknown'));
      return [by, { values, labels: [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) }];
    }),
  );
}

function withUnknown(
  values: readonly string[],
  names: readonly string[],
): { values: readonly string[]; labels: readonly string[] } {
  return { values, labels: values.includes('other') ? [...names, 'other'] : names };
}
