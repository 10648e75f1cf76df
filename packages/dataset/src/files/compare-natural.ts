/**
 * Compares names as people sort them: runs of digits by their number, all else by code unit, so `2_0.jpg` comes before
 * `10_0.jpg`.
 *
 * The same on every machine: no locale is asked. Names that differ are never equal.
 */
export function compareNatural(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (isDigit(a, i) && isDigit(b, j)) {
      const endA = digitsEnd(a, i);
      const endB = digitsEnd(b, j);
      const order = compareDigits(a, skipZeros(a, i, endA), endA, b, skipZeros(b, j, endB), endB);
      if (order !== 0) return order;
      i = endA;
      j = endB;
    } else {
      const order = a.charCodeAt(i++) - b.charCodeAt(j++);
      if (order !== 0) return order;
    }
  }
  // One is the beginning of the other, or they differ in leading zeros only.
  return a.length - i - (b.length - j) || (a < b ? -1 : Number(a > b));
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text, end)) end++;
  return end;
}

function skipZeros(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === 48) at++;
  return at;
}

/** Compares numbers of any length, without leading zeros, by their digits: the longer is larger. */
function compareDigits(a: string, startA: number, endA: number, b: string, startB: number, endB: number): number {
  let order = endA - startA - (endB - startB);
  for (let k = 0; order === 0 && startA + k < endA; k++) order = a.charCodeAt(startA + k) - b.charCodeAt(startB + k);
  return order;
}
