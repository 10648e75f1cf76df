/** Throws where a number is out of its range, telling the range. */
export function checkSetting(where: string, name: string, value: number, holds: boolean, expected: string): void {
  if (!holds) throw new Error(`${where}: expected "${name}" to be ${expected}, got ${value}.`);
}
