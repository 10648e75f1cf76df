import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Throws if an option is not one of its choices.
 *
 * @param where - Function that the error names.
 * @param option - Name of the option.
 * @param value - Value of the option.
 * @param choices - All values that are allowed.
 * @param hint - How to fix it, as a sentence. Default none.
 * @returns The value, typed as one of the choices.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `value` is not one of `choices`.
 *
 * @example
 * ```ts
 * import { assertOneOf } from '@polyhead/core';
 * const parseSide = (side: string) => assertOneOf('parseSide', 'side', side, ['left', 'right']);
 * parseSide('left'); // 'left'
 * // parseSide('up') throws: parseSide: "side" must be one of left, right, got "up".
 * ```
 */
export function assertOneOf<Choice extends string>(
  where: string,
  option: string,
  value: unknown,
  choices: readonly Choice[],
  hint?: string,
): Choice {
  if (choices.includes(value as Choice)) return value as Choice;
  throw invalidArgument(where, `"${option}" must be one of ${choices.join(', ')}`, formatValue(value), hint);
}
