import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Throws if a path is no text, or an empty one: what the types promise already, for callers in plain JavaScript.
 * `where` is the function that the error names. Whether something is there is for the caller to see.
 *
 * @example
 * ```ts
 * import { assertPath } from '@polyhead/core';
 * const read = (file: string) => assertPath('read', file, 'file', 'runs/faces/history.csv');
 * read('history.csv');
 * ```
 */
export function assertPath(where: string, path: unknown, kind: 'file' | 'folder', example: string): void {
  if (typeof path !== 'string' || path === '')
    throw invalidArgument(where, `expected the path of a ${kind}`, formatValue(path), `Pass e.g. '${example}'.`);
}
