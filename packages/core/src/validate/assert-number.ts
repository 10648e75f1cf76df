import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/** Range of {@link assertNumber}. Infinite numbers lie outside of it, unless `min` or `max` is infinite. */
export interface NumberRange {
  /** Smallest number of the range. */
  readonly min?: number;
  /** Largest number of the range. */
  readonly max?: number;
  /** Lower end, which is not part of the range. */
  readonly above?: number;
  /** Upper end, which is not part of the range. */
  readonly below?: number;
}

/**
 * Throws if an option is not a number of its range.
 *
 * @param where - Function that the error names.
 * @param option - Name of the option.
 * @param value - Value of the option.
 * @param range - Ends of the range, at most one at each side. Default all finite numbers.
 * @param hint - How to fix it, as a sentence. Default none.
 * @returns The value.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `value` is not a number, is NaN, or lies outside of the range.
 *
 * @example
 * ```ts
 * import { assertNumber } from '@polyhead/core';
 * const blur = (radius: number) => assertNumber('blur', 'radius', radius, { above: 0, max: 10 });
 * blur(2.5); // 2.5
 * // blur(0) throws: blur: "radius" must be a number above 0 and up to 10, got 0.
 * ```
 */
export function assertNumber(
  where: string,
  option: string,
  value: unknown,
  range: NumberRange = {},
  hint?: string,
): number {
  if (typeof value === 'number' && isInside(value, range)) return value;
  throw invalidArgument(where, `"${option}" must be ${formatRange(range)}`, formatValue(value), hint);
}

function isInside(value: number, { min, max, above = -Infinity, below = Infinity }: NumberRange): boolean {
  return (min === undefined ? value > above : value >= min) && (max === undefined ? value < below : value <= max);
}

function formatRange({ min, max, above, below }: NumberRange): string {
  const noun = (min ?? above) === undefined || (max ?? below) === undefined ? 'a finite number' : 'a number';
  if (Number.isFinite(min) && Number.isFinite(max)) return `${noun} from ${min} to ${max}`;
  const ends = Object.entries({ 'of at least': min, above, 'up to': max, below })
    .filter(([, end]) => Number.isFinite(end))
    .map(([words, end]) => `${words} ${end}`);
  return ends.length === 0 ? noun : `${noun} ${ends.join(' and ')}`;
}
