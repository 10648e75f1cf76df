import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Throws if an option is not a whole number, such as a count or a seed.
 *
 * @param where - Function that the error names.
 * @param option - Name of the option.
 * @param value - Value of the option.
 * @param min - Smallest number that is allowed. Default any, as for a seed.
 * @param hint - How to fix it, as a sentence. Default none.
 * @returns The value.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `value` is not a whole number, is below `min`, or is too large to be
 *   exact (2^53 and above).
 *
 * @example
 * ```ts
 * import { assertWholeNumber } from '@polyhead/core';
 * const repeat = (times: number) => assertWholeNumber('repeat', 'times', times, 1, 'Pass e.g. 3.');
 * repeat(2); // 2
 * // repeat(0.5) throws: repeat: "times" must be a whole number of at least 1, got 0.5. Pass e.g. 3.
 * ```
 */
export function assertWholeNumber(where: string, option: string, value: unknown, min?: number, hint?: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= (min ?? -Infinity)) return value as number;
  const range = min === undefined ? '' : ` of at least ${min}`;
  throw invalidArgument(where, `"${option}" must be a whole number${range}`, formatValue(value), hint);
}
