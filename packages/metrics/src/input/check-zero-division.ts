import { refuse } from './refuse';

/** Refuses a value for 0/0 that is not 0, 1 or NaN. */
export function checkZeroDivision(where: string, zeroDivision: number): void {
  if (zeroDivision === 0 || zeroDivision === 1 || Number.isNaN(zeroDivision)) return;
  throw refuse(where, '"zeroDivision" must be 0, 1 or NaN', zeroDivision, 'Leave it out for 0.');
}
