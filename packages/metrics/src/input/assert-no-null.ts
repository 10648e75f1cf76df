import { invalidArgument } from '@polyhead/core';

/**
 * Rejects `null`: JSON writes NaN so, and a typed array would take it for 0. Free for lists that hold numbers alone.
 */
export function assertNoNull(
  where: string,
  argument: string,
  values: ArrayLike<unknown>,
  rowOf: (index: number) => number = (index) => index,
): void {
  const index = Array.isArray(values) ? values.indexOf(null) : -1;
  if (index >= 0)
    throw invalidArgument(
      where,
      `"${argument}" must hold finite numbers`,
      `null in row ${rowOf(index)}`,
      'JSON writes NaN as null; leave out rows without a value.',
    );
}
