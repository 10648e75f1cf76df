/**
 * Returns a value that all copies of a package in the process share.
 *
 * A program can load a package twice: as an ES module and as CommonJS, or in two versions. What such a copy keeps in a
 * variable of its module, the other does not see; an engine registered with one would be missing in the other. Change
 * the name when the value changes its meaning, so that versions that do not fit together do not share it.
 *
 * @param name - Name of the value, with its package, such as `@polyhead/training/steps`.
 * @param make - Makes the value if no copy has done so yet.
 *
 * @example
 * ```ts
 * import { processState } from '@polyhead/tasks';
 * const engines = processState('@example/engines', () => new Map<string, string>());
 * ```
 */
export function processState<Value>(name: string, make: () => Value): Value {
  const all = globalThis as unknown as Record<symbol, Value | undefined>;
  return (all[Symbol.for(name)] ??= make());
}
