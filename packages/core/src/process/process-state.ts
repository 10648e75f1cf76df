import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Returns a value that all copies of a package in the process share.
 *
 * A program can load a package twice: as an ES module and as CommonJS, or in two versions. What such a copy keeps in a
 * variable of its module, the other does not see; an engine registered with one would be missing in the other. Change
 * the name when the value changes its meaning, so that versions that do not fit together do not share it.
 *
 * @param name - Name of the value, with its package, such as `@polyhead/training/steps`.
 * @param make - Makes the value if no copy has done so yet.
 * @returns The value that the first copy made. Throws if `name` is empty or `make` is not a function.
 *
 * @example
 * ```ts
 * import { processState } from '@polyhead/core';
 * const engines = processState('@example/engines', () => new Map<string, string>());
 * ```
 */
export function processState<Value>(name: string, make: () => Value): Value {
  if (typeof name !== 'string' || name === '')
    throw invalidArgument(
      'processState',
      'expected the name of a value',
      formatValue(name),
      "Pass e.g. '@example/engines'.",
    );
  if (typeof make !== 'function')
    throw invalidArgument('processState', 'expected a function that makes the value', formatValue(make));
  const all = globalThis as unknown as Record<symbol, Value | undefined>;
  return (all[Symbol.for(name)] ??= make());
}
