import { describeMismatch, formatType } from './assert-object';
import { invalidArgument } from '../errors/invalid-argument';

/** What {@link assertArray} looks for. */
export interface AssertArrayOptions {
  /** What it is, with its article, such as `a list of records`. */
  readonly what: string;
  /** Keys that each entry must have. Default: entries are not checked. */
  readonly requiredKeys?: readonly string[];
  /** What to pass in its place, such as `what errorByBin returned`. */
  readonly example: string;
}

/**
 * Throws if a value is not a list, or an entry lacks a required key. TypeScript's types promise it; callers in plain
 * JavaScript may pass anything. Anything with a `length` is a list, typed arrays too, but not a string.
 *
 * @param where - Function that the error names.
 * @param list - What the caller passed.
 * @param options - What to expect, and an example of it.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `list` is not such a list.
 *
 * @example
 * ```ts
 * import { assertArray } from '@polyhead/core';
 * const options = { what: 'a list of records', requiredKeys: ['file'], example: "[{ file: 'a.jpg' }]" };
 * const count = (records: readonly { file: string }[]) => assertArray('count', records, options);
 * count([{ file: 'b.jpg' }]);
 * ```
 */
export function assertArray(where: string, list: unknown, { what, requiredKeys, example }: AssertArrayOptions): void {
  const came = describeArrayMismatch(list, requiredKeys);
  if (came !== undefined) throw invalidArgument(where, `expected ${what}`, came, `Pass e.g. ${example}.`);
}

function describeArrayMismatch(list: unknown, requiredKeys: readonly string[] | undefined): string | undefined {
  if (!(typeof list === 'object' && list !== null && 'length' in list && typeof list.length === 'number'))
    return formatType(list);
  if (requiredKeys === undefined) return undefined;
  for (const [place, entry] of Array.from(list as ArrayLike<unknown>).entries()) {
    const came = describeMismatch(entry, requiredKeys);
    if (came !== undefined) return `${came} at place ${place}`;
  }
  return undefined;
}
