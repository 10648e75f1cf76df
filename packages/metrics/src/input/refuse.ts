/**
 * Builds the one shape that every error of this package has: where, what was expected, what came, how to mend it.
 * Returned, not thrown, so that the caller's control flow stays visible. `got` is words; `quote` makes them of a value.
 */
export function refuse(where: string, expected: string, got: string | number, mend: string): RangeError {
  return new RangeError(`${where}: ${expected}, got ${got}. ${mend}`);
}

/** A value as it would be written in code: strings in quotes. */
export function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
