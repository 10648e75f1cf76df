import { formatValue, invalidArgument } from '@polyhead/core';

/** Throws if a number is out of its range, telling the range, or is no number. */
export function assertSetting(where: string, name: string, value: number, holds: boolean, expected: string): void {
  if (!holds || typeof value !== 'number')
    throw invalidArgument(where, `"${name}" must be ${expected}`, formatValue(value));
}
