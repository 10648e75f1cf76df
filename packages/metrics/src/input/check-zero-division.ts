import { invalidArgument } from '@polyhead/core';

/** Rejects a value for 0/0 that is not 0, 1 or NaN. */
export function checkZeroDivision(where: string, zeroDivision: number): void {
  if (zeroDivision === 0 || zeroDivision === 1 || Number.isNaN(zeroDivision)) return;
  throw invalidArgument(where, '"zeroDivision" must be 0, 1 or NaN', zeroDivision, 'Leave it out for 0.');
}
