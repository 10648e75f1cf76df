import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a golden file; the strings NaN, Infinity and -Infinity become numbers. */
export function readGolden<T>(name: string): T[] {
  const words: Record<string, number> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };
  const revive = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value in words ? words[value] : value;
  return JSON.parse(readFileSync(join(__dirname, 'golden', name), 'utf8'), revive) as T[];
}

/** Expects numbers (or arrays and objects of them) to be equal to 1e-12, relative above 1. */
export function expectClose(actual: unknown, expected: unknown, where = 'value'): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const close = Object.is(actual, expected) || Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
    if (!close) throw new Error(`${where}: expected ${expected}, got ${actual}`);
  } else if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected))
      expectClose((actual as Record<string, unknown>)[key], value, `${where}.${key}`);
  } else expect(actual).toEqual(expected);
}
