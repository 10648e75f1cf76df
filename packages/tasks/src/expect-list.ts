import { differentObject, nameOf } from './expect-object';

/** What {@link expectList} looks for. */
export interface ExpectedList {
  /** What it is, with its article, such as `a list of records`. */
  readonly what: string;
  /** What each of its entries must have, by name. Default: entries are not looked at. */
  readonly members?: readonly string[];
  /** What to pass in its place, such as `what errorByBin returned`. */
  readonly example: string;
}

/**
 * Throws where a value is no list, or an entry lacks a member: what the types promise already, for callers in plain
 * JavaScript. `where` is the function that the error names.
 *
 * Whatever has a length is a list here, typed arrays too; a text is none.
 *
 * @example
 * ```ts
 * import { expectList } from '@polyhead/tasks';
 * const count = (records: readonly { file: string }[]) => expectList('count', records, { what: 'a list of records', members: ['file'], example: "[{ file: 'a.jpg' }]" });
 * count([{ file: 'b.jpg' }]);
 * ```
 */
export function expectList(where: string, list: unknown, { what, members, example }: ExpectedList): void {
  const came = differentList(list, members);
  if (came !== undefined) throw new Error(`${where}: expected ${what}, got ${came}. Pass e.g. ${example}.`);
}

function differentList(list: unknown, members: readonly string[] | undefined): string | undefined {
  if (!(typeof list === 'object' && list !== null && 'length' in list && typeof list.length === 'number'))
    return nameOf(list);
  if (members === undefined) return undefined;
  for (const [place, entry] of Array.from(list as ArrayLike<unknown>).entries()) {
    const came = differentObject(entry, members);
    if (came !== undefined) return `${came} at place ${place}`;
  }
  return undefined;
}
