import { describeValue } from './describe-value';

/**
 * Throws where a path is no text, or an empty one: what the types promise already, for callers in plain JavaScript.
 * `where` is the function that the error names. Whether something is there is for the caller to see.
 *
 * @example
 * ```ts
 * import { expectPath } from '@polyhead/tasks';
 * const read = (file: string) => expectPath('read', file, 'file', 'runs/faces/history.csv');
 * read('history.csv');
 * ```
 */
export function expectPath(where: string, path: unknown, kind: 'file' | 'folder', example: string): void {
  if (typeof path !== 'string' || path === '')
    throw new Error(`${where}: expected the path of a ${kind}, got ${describeValue(path)}. Pass e.g. '${example}'.`);
}
