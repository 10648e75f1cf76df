import { imagesOf, type ReportDuplicates, type ReportInput, type ReportSplit } from '../input/report-input';
import type { TaskRows } from './task-rows';

/** What a report knows of the data. */
export interface DataAnalysis {
  /** Records that were kept. */
  readonly records: number;
  readonly rejected: RefusalAnalysis;
  /** Absent where nobody looked for them. */
  readonly duplicates?: { readonly groups: number; readonly records: number; readonly conflicting: number };
  readonly split?: {
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    readonly seed?: number;
    readonly hash?: string;
  };
  /** Test images that could not be read. */
  readonly skipped: number;
  readonly labels: readonly LabelAnalysis[];
}

/** Files that were left out. */
export interface RefusalAnalysis {
  readonly count: number;
  /** Most frequent kind first, with the reason of its first file. */
  readonly kinds: readonly { readonly kind: string; readonly count: number; readonly example: string }[];
  /** The first hundred. */
  readonly files: readonly { readonly file: string; readonly reason: string }[];
}

/** One label of the records. */
export type LabelAnalysis = CategoryAnalysis | NumberAnalysis;

/** A label that is one of a few words. */
export interface CategoryAnalysis {
  readonly kind: 'category';
  readonly name: string;
  /** The values: in the order of the task's classes where there is one, else the most frequent first. */
  readonly counts: readonly {
    readonly value: string;
    readonly count: number;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  }[];
}

/** A label that is a number. */
export interface NumberAnalysis {
  readonly kind: 'number';
  readonly name: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** More different words than this are no label but a name or a date. */
const mostCategories = 50;

/** Counts of records, refusals, copies and labels; undefined where the input has nothing of it. */
export function analyzeData<Row extends object>(
  input: ReportInput<Row>,
  tasks: readonly TaskRows[],
): DataAnalysis | undefined {
  const { rejected, split, result } = input;
  const records = allRecords(input);
  if (records === undefined && rejected === undefined) return undefined;
  const duplicates = input.duplicates ?? split?.duplicates;
  return {
    records: records?.length ?? 0,
    rejected: analyzeRefusals(rejected ?? []),
    ...(duplicates === undefined ? {} : { duplicates: countDuplicates(duplicates) }),
    ...(split === undefined
      ? {}
      : {
          split: {
            train: split.train.length,
            validation: split.validation.length,
            test: split.test.length,
            seed: split.seed,
            hash: split.hash,
          },
        }),
    skipped: imagesOf(result).skipped?.length ?? 0,
    labels: labelNames(records ?? []).map((name) =>
      analyzeLabel(
        name,
        records ?? [],
        split,
        tasks.find((task) => task.name === name),
      ),
    ),
  };
}

/** The records of the input: given as such, or those of the split. */
export function allRecords<Row extends object>({ records, split }: ReportInput<Row>): readonly Row[] | undefined {
  return records ?? (split === undefined ? undefined : [...split.train, ...split.validation, ...split.test]);
}

/** The values of a label in order of the records. */
export function labelValues(records: readonly object[], name: string): unknown[] {
  return records.map((record) => (record as Readonly<Record<string, unknown>>)[name]);
}

function analyzeRefusals(rejected: NonNullable<ReportInput['rejected']>): RefusalAnalysis {
  const kinds = new Map<string, { kind: string; count: number; example: string }>();
  for (const { kind, reason, file } of rejected) {
    const key = String(kind ?? reason);
    const known = kinds.get(key) ?? {
      kind: key,
      count: 0,
      example: kind === undefined ? String(file) : String(reason),
    };
    known.count++;
    kinds.set(key, known);
  }
  return {
    count: rejected.length,
    kinds: [...kinds.values()].sort((a, b) => b.count - a.count),
    files: rejected.slice(0, 100).map(({ file, reason }) => ({ file, reason })),
  };
}

function countDuplicates(duplicates: readonly ReportDuplicates[]): {
  groups: number;
  records: number;
  conflicting: number;
} {
  const records = duplicates.reduce((sum, group) => sum + group.records.length, 0);
  return {
    groups: duplicates.length,
    records,
    conflicting: duplicates.filter(({ conflicts }) => (conflicts?.length ?? 0) > 0).length,
  };
}

/** Properties that are words or numbers and not names of files. */
function labelNames(records: readonly object[]): string[] {
  const first = records[0];
  if (first === undefined) return [];
  return Object.keys(first).filter((name) => {
    if (name === 'file' || name === 'date') return false;
    const values = labelValues(records, name);
    if (values.every((value) => typeof value === 'number')) return true;
    return (
      values.every((value) => value === undefined || typeof value === 'string' || typeof value === 'boolean') &&
      new Set(values).size <= mostCategories
    );
  });
}

function analyzeLabel(
  name: string,
  records: readonly object[],
  split: ReportSplit | undefined,
  task: TaskRows | undefined,
): LabelAnalysis {
  const values = labelValues(records, name);
  if (values.every((value) => typeof value === 'number')) {
    const finite = values.filter(Number.isFinite);
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
    const extreme = (better: (a: number, b: number) => number): number =>
      finite.reduce((best, value) => better(best, value), finite[0] ?? NaN);
    return {
      kind: 'number',
      name,
      unit: task?.type === 'regression' ? (task.unit ?? '') : '',
      min: extreme(Math.min),
      max: extreme(Math.max),
      mean,
    };
  }
  const counts = countWords(values);
  const parts = {
    train: countWords(labelValues(split?.train ?? [], name)),
    validation: countWords(labelValues(split?.validation ?? [], name)),
    test: countWords(labelValues(split?.test ?? [], name)),
  };
  const known = task?.type === 'classification' ? task.labels : [];
  const others = [...counts.keys()]
    .filter((value) => !known.includes(value))
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const part = (words: ReadonlyMap<string, number>, value: string): number => words.get(value) ?? 0;
  return {
    kind: 'category',
    name,
    counts: [...known, ...others].map((value) => ({
      value,
      count: part(counts, value),
      train: part(parts.train, value),
      validation: part(parts.validation, value),
      test: part(parts.test, value),
    })),
  };
}

function countWords(values: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value ?? 'unknown'), (counts.get(String(value ?? 'unknown')) ?? 0) + 1);
  return counts;
}
