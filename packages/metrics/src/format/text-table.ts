/** Right-aligns by the number of characters (code points), as Python's format does. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** Number of characters (code points) of a text. */
export function textWidth(text: string): number {
  return [...text].length;
}

/**
 * A number with fixed digits, as Python's `format(value, '.2f')`: an exact tie goes to the even digit
 * (0.125 is `0.12`), where `toFixed` rounds it up.
 */
export function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const rounded = value.toFixed(digits);
  // 100 decimals show every score exactly: a double of at least 2^-47 has no more.
  const exact = value.toFixed(100);
  const point = exact.indexOf('.');
  const tail = exact.slice(point + 1 + digits);
  if (!/^50*$/.test(tail)) return rounded;
  const down = digits === 0 ? exact.slice(0, point) : exact.slice(0, point + 1 + digits);
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}
