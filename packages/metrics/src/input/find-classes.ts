import type { Label } from './columns';
import { asInt32, isSmallIntegers } from './code-labels';
import { formatValue, invalidArgument } from '@polyhead/core';

/** Classes found in the data: their sorted names and, per column, the class index of each row. */
export interface FoundClasses {
  readonly names: readonly string[];
  readonly codes: readonly Int32Array[];
}

/** Largest spread of whole numbers for which a table of all values between is used instead of a map. */
const TABLE_SIZE = 1 << 16;

/** The sorted distinct labels of several columns together: whole numbers by size, strings by code unit; never a mix. */
export function findClasses(where: string, columns: Readonly<Record<string, ArrayLike<Label>>>): FoundClasses {
  const entries = Object.entries(columns);
  if (entries.some(([, values]) => typeof values[0] === 'string')) return findStrings(where, entries);
  const numbers = entries.map(([name, values]) => readIntegers(where, name, values));
  const [lowest, highest] = rangeOf(numbers);
  return highest - lowest < TABLE_SIZE ? findInTable(numbers, lowest, highest) : findDistinct(numbers, (a, b) => a - b);
}

function findStrings(where: string, entries: readonly [string, ArrayLike<Label>][]): FoundClasses {
  for (const [name, values] of entries) {
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as Label;
      if (typeof value !== 'string') {
        throw invalidArgument(
          where,
          `"${name}" must hold strings throughout, as row 0 does`,
          `${String(value)} in row ${row}`,
          'To mix names and indices name the classes in "labels".',
        );
      }
    }
  }
  return findDistinct(
    entries.map(([, values]) => values as ArrayLike<string>),
    (a, b) => (a < b ? -1 : 1),
  );
}

function readIntegers(where: string, name: string, values: ArrayLike<Label>): ArrayLike<number> {
  if (isSmallIntegers(values)) return asInt32(values);
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row] as Label;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      const got = `${formatValue(value)} in row ${row}`;
      throw invalidArgument(
        where,
        `"${name}" must hold class labels (whole numbers, or strings)`,
        got,
        'For scores or ages use a metric for numbers.',
      );
    }
    numbers[row] = value;
  }
  return numbers;
}

function rangeOf(columns: readonly ArrayLike<number>[]): [number, number] {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const values of columns) {
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  }
  return [lowest, highest];
}

function findInTable(columns: readonly ArrayLike<number>[], lowest: number, highest: number): FoundClasses {
  const table = new Int32Array(highest - lowest + 1);
  for (const values of columns)
    for (let row = 0; row < values.length; row++) table[(values[row] as number) - lowest] = 1;
  const names: string[] = [];
  for (let offset = 0; offset < table.length; offset++) {
    if (table[offset] === 0) continue;
    table[offset] = names.length;
    names.push(String(offset + lowest));
  }
  if (lowest === 0 && names.length === table.length)
    return { names, codes: columns.map((values) => (values instanceof Int32Array ? values : new Int32Array(values))) };
  const codes = columns.map((values) => {
    const coded = new Int32Array(values.length);
    for (let row = 0; row < coded.length; row++) coded[row] = table[(values[row] as number) - lowest] as number;
    return coded;
  });
  return { names, codes };
}

function findDistinct<L extends Label>(
  columns: readonly ArrayLike<L>[],
  compare: (a: L, b: L) => number,
): FoundClasses {
  const distinct = new Set<L>();
  for (const values of columns) for (let row = 0; row < values.length; row++) distinct.add(values[row] as L);
  const sorted = [...distinct].sort(compare);
  const index = new Map(sorted.map((label, code) => [label, code]));
  const codes = columns.map((values) => {
    const coded = new Int32Array(values.length);
    for (let row = 0; row < coded.length; row++) coded[row] = index.get(values[row] as L) as number;
    return coded;
  });
  return { names: sorted.map(String), codes };
}
