import { describeValue } from '@polyhead/tasks';

/** Throws where a number is out of its range, telling the range, or is no number. */
export function checkSetting(where: string, name: string, value: number, holds: boolean, expected: string): void {
  if (!holds || typeof value !== 'number')
    throw new Error(`${where}: expected "${name}" to be ${expected}, got ${describeValue(value)}.`);
}
