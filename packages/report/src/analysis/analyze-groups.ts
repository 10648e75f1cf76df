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
import { absoluteError, hit } from './many-tasks';
import type { NumberOptions } from './number-options';
import type { TaskRows } from './task-rows';
import { type CodedKind, codeKinds, worstDimensions } from './worst-groups';
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
  if (!options.isLarge) return tasks.map((task) => analyzeTask(task, groups, options));
  const kinds = codeKinds(groups);
  return tasks.map((task) => analyzeOneOfMany(task, groups, kinds, options));
}

function analyzeTask(task: TaskRows, all: NamedGroups, options: NumberOptions): TaskGroups {
  const { minGroupSize, intervals } = options;
  const grouped = task.type === 'classification' ? classes(task, all) : numbers(task, all);
  const { metric, share, columns, groups } = grouped;
  const dimensions = Object.entries(groups).map(([by, grouping]): GroupDimension => {
    const frame = byGroup(metric, columns, { [by]: grouping }, { minimumCount: minGroupSize, intervals });
    const plain = ({ group, count, value, interval }: (typeof frame.groups)[number]): GroupNumbers => ({
      group: group[by] ?? '',
      count,
      value,
      ...intervalBounds(interval, { count, fewest: minGroupSize, share }),
    });
    const worst = frame.worst === undefined ? {} : { worst: plain(frame.worst) };
    return {
      by,
      groups: frame.groups.map(plain),
      ...worst,
      difference: frame.difference.betweenGroups,
      ratio: frame.ratio.betweenGroups,
    };
  });
  const name = task.type === 'classification' ? 'accuracy' : 'mean absolute error';
  const combinations = countCombinations(groups);
  const leftOut = combinations > mostCombinations ? { combinationsLeftOut: combinations } : {};
  const crossed = intersectGroups(grouped, options);
  return {
    task: task.name,
    metric: name,
    unit: task.type === 'regression' ? (task.unit ?? '') : '',
    overall: metric(...columns),
    dimensions,
    crossed,
    ...leftOut,
  };
}

/** A task of many: the same numbers, without resamples, by the worst kinds of groups if there are many. */
function analyzeOneOfMany(
  task: TaskRows,
  groups: NamedGroups,
  kinds: readonly CodedKind[],
  options: NumberOptions,
): TaskGroups {
  const isClass = task.type === 'classification';
  const valueOf = isClass ? hit : absoluteError;
  const all = Float64Array.from(task.truth, (value, row) => valueOf(value, task.predicted[row] ?? NaN));
  const values = all.map((value) => (Number.isFinite(value) ? value : NaN));
  const dimensions = worstDimensions(kinds, values, { ...options, sign: isClass ? 1 : -1, share: isClass });
  const combinations = countCombinations(groups);
  const grouped = isClass ? classes(task, groups) : numbers(task, groups);
  return {
    task: task.name,
    metric: isClass ? 'accuracy' : 'mean absolute error',
    unit: isClass ? '' : (task.unit ?? ''),
    overall: grouped.metric(...grouped.columns),
    dimensions,
    crossed: intersectGroups(grouped, options),
    ...(dimensions.length < kinds.length ? { kindsLeftOut: kinds.length - dimensions.length } : {}),
    ...(combinations > mostCombinations ? { combinationsLeftOut: combinations } : {}),
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
  const kept = (row: number): boolean => Number.isFinite(task.truth[row]) && Number.isFinite(task.predicted[row]);
  const own = Object.fromEntries(
    Object.entries(groups).map(([by, { values, labels }]) => [
      by,
      { values: values.filter((_, row) => kept(row)), labels },
    ]),
  );
  return { metric: meanAbsoluteError, share: false, valueOf: absoluteError, columns: [truth, predicted], groups: own };
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
