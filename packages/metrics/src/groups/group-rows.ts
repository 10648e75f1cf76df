import { checkLength } from '../input/check-length';
import { checkNames } from '../input/check-names';
import { checkObject } from '../input/check-object';
import { encodeLabels } from '../input/code-labels';
import { findClasses } from '../input/find-classes';
import { formatValue, invalidArgument } from '@polyhead/core';
import type { Label } from '../input/columns';

/**
 * What rows are grouped by: one label per row, or indices with the names of all levels in order.
 *
 * @example
 * ```ts
 * import type { Grouping } from '@polyhead/metrics';
 * const gender: Grouping = { values: new Uint8Array([0, 1, 1]), labels: ['female', 'male'] };
 * ```
 */
export type Grouping = ArrayLike<Label> | NamedGrouping;

/** A grouping whose levels are all named, so that those without rows are reported too. */
export interface NamedGrouping {
  /** Index or name of the level, one per row. */
  readonly values: ArrayLike<Label>;
  /** Names of all levels, in order. */
  readonly labels: readonly string[];
}

/** The rows of one combination of levels. */
export interface RowGroup<Key extends string> {
  readonly group: Readonly<Record<Key, string>>;
  readonly indices: Uint32Array;
}

/** More combinations than this are a mistake: most of them would be empty. */
const MOST_GROUPS = 100_000;

/** Crosses the groupings: every combination of levels in order (the last one fastest), with its rows. */
export function groupRows<Key extends string>(groups: Readonly<Record<Key, Grouping>>, rows: number): RowGroup<Key>[] {
  checkObject('byGroup', 'groups', groups, '{ gender: genders }');
  const keys = Object.keys(groups) as Key[];
  if (keys.length === 0)
    throw invalidArgument(
      'byGroup',
      '"groups" must hold at least one grouping',
      'none',
      'Pass e.g. { gender: genders }.',
    );
  const codes = keys.map((key) => codeGrouping(key, groups[key], rows));
  const total = codes.reduce((product, { names }) => product * names.length, 1);
  if (total > MOST_GROUPS)
    throw invalidArgument(
      'byGroup',
      `"groups" must make at most ${MOST_GROUPS} combinations`,
      total,
      'Put numbers into bins first, e.g. ages into bands.',
    );
  const ids = new Uint32Array(rows);
  for (const { names, codes: own } of codes)
    for (let row = 0; row < rows; row++) ids[row] = (ids[row] as number) * names.length + (own[row] as number);
  const lists = splitByGroup(ids, total);
  return lists.map((indices, id) => ({ group: levelsOf(id, keys, codes), indices }));
}

interface CodedGrouping {
  readonly names: readonly string[];
  readonly codes: Int32Array;
}

function codeGrouping(key: string, grouping: Grouping, rows: number): CodedGrouping {
  const { values, labels } = isNamed(grouping) ? grouping : { values: grouping, labels: undefined };
  const name = `groups.${key}`;
  checkLength('byGroup', { [name]: values });
  if (values.length !== rows)
    throw invalidArgument(
      'byGroup',
      `${formatValue(name)} must have as many rows as the columns (${rows})`,
      values.length,
      'Pass one label per row.',
    );
  if (labels === undefined) {
    const { names, codes } = findClasses('byGroup', { [name]: values });
    return { names, codes: codes[0] as Int32Array };
  }
  checkNames('byGroup', labels);
  return { names: labels, codes: encodeLabels('byGroup', name, values, labels) };
}

function isNamed(grouping: Grouping): grouping is NamedGrouping {
  return typeof grouping === 'object' && grouping !== null && 'values' in grouping && 'labels' in grouping;
}

/** Counting sort: the row numbers of each group, ascending. */
function splitByGroup(ids: Uint32Array, groups: number): Uint32Array[] {
  const counts = new Uint32Array(groups);
  for (const id of ids) counts[id] = (counts[id] as number) + 1;
  const lists = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  ids.forEach((id, row) => {
    const position = counts[id] as number;
    (lists[id] as Uint32Array)[position] = row;
    counts[id] = position + 1;
  });
  return lists;
}

function levelsOf<Key extends string>(
  id: number,
  keys: readonly Key[],
  codes: readonly CodedGrouping[],
): Record<Key, string> {
  let rest = id;
  const entries = keys
    .map((_, i) => keys.length - 1 - i)
    .map((i) => {
      const { names } = codes[i] as CodedGrouping;
      const level = names[rest % names.length] as string;
      rest = Math.floor(rest / names.length);
      return [keys[i] as Key, level] as const;
    });
  return Object.fromEntries(entries.reverse()) as Record<Key, string>;
}
