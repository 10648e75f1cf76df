import { formatValue, invalidArgument } from '@polyhead/core';

/** Rejects what is no object by names, such as a word in its place; any names will do. */
export function checkObject(where: string, argument: string, given: unknown, example: string): void {
  if (
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    !ArrayBuffer.isView(given) &&
    !(given instanceof Promise)
  )
    return;
  throw invalidArgument(where, `"${argument}" must be an object`, formatValue(given), `Pass e.g. ${example}.`);
}
