import { version } from '../../package.json';
import { processState } from './process-state';

const copies = processState<string[]>('@polyhead/core/copies', () => []);
copies.push(version);

/**
 * Returns the version of every copy of `@polyhead/core` that the process has loaded; one if all is well.
 *
 * There are two if a program loads polyhead as an ES module and as CommonJS, or if two packages bring versions of their
 * own. Engines are shared between copies, but what one copy remembers of a network (its patches, a run under way), the
 * other does not know. Import polyhead in one way only, and let the package manager deduplicate it (`npm dedupe`).
 *
 * @returns Versions in the order in which they were loaded.
 *
 * @example
 * ```ts
 * import { loadedCopies } from '@polyhead/core';
 * loadedCopies().length; // 1
 * ```
 */
export function loadedCopies(): readonly string[] {
  return [...copies];
}
