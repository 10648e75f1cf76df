import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Throws if a path is not a string, or is empty. Does not look at the file system.
 *
 * @param where - Function that the error names.
 * @param path - What the caller passed.
 * @param kind - What the path leads to.
 * @param example - A path to pass in its place.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `path` is not a string, or is empty.
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
