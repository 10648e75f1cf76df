import { describeMismatch, formatType } from './assert-object';
import { invalidArgument } from '../errors/invalid-argument';

/** What {@link assertArray} looks for. */
export interface AssertArrayOptions {
  /** What it is, with its article, such as `a list of records`. */
  readonly what: string;
  /** What each of its entries must have, by name. Default: entries are not looked at. */
  readonly members?: readonly string[];
  /** What to pass in its place, such as `what errorByBin returned`. */
  readonly example: string;
}

/**
 * Throws if a value is no list, or an entry lacks a member: what the types promise already, for callers in plain
 * JavaScript. `where` is the function that the error names.
 *
 * Whatever has a length is a list here, typed arrays too; a text is none.
 *
 * @example
 * ```ts
 * import { assertArray } from '@polyhead/core';
 * const count = (records: readonly { file: string }[]) => assertArray('count', records, { what: 'a list of records', members: ['file'], example: "[{ file: 'a.jpg' }]" });
 * count([{ file: 'b.jpg' }]);
 * ```
 */
export function assertArray(where: string, list: unknown, { what, members, example }: AssertArrayOptions): void {
  const came = describeArrayMismatch(list, members);
  if (came !== undefined) throw invalidArgument(where, `expected ${what}`, came, `Pass e.g. ${example}.`);
}

function describeArrayMismatch(list: unknown, members: readonly string[] | undefined): string | undefined {
  if (!(typeof list === 'object' && list !== null && 'length' in list && typeof list.length === 'number'))
    return formatType(list);
  if (members === undefined) return undefined;
  for (const [place, entry] of Array.from(list as ArrayLike<unknown>).entries()) {
    const came = describeMismatch(entry, members);
    if (came !== undefined) return `${came} at place ${place}`;
  }
  return undefined;
}
