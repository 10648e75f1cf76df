/**
 * Builds the one shape that every error of this package has: where, what was expected, what came, how to mend it.
 * Returned, not thrown, so that the caller's control flow stays visible. `got` is words; `quote` makes them of a value.
 */
export function refuse(where: string, expected: string, got: string | number, mend: string): RangeError {
  return new RangeError(`${where}: ${expected}, got ${got}. ${mend}`);
}

/** A value in words: texts as they would be written in code, lists and objects by their kind alone. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name}`.trim();
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Promise) return 'a promise (await it)';
  return Array.isArray(value) || ArrayBuffer.isView(value) ? 'a list' : 'an object';
}
