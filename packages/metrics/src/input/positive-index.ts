import { formatValue, invalidArgument } from '@polyhead/core';

/**
 * Index of the positive class in `names`.
 * With given labels: the named or numbered one, else the second. With labels found in the data: the one called
 * `positive`, else `1`. When the data hold a single class that is not it, undefined (no such row exists).
 */
export function positiveIndex(
  where: string,
  names: readonly string[],
  given: boolean,
  positive: string | number | undefined,
): number | undefined {
  const index =
    given && typeof positive !== 'string'
      ? (positive ?? Math.min(1, names.length - 1))
      : names.indexOf(String(positive ?? 1));
  if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
  if (!given && names.length === 1) return undefined;
  const expected = `"positive" must be one of the classes ${names.map((name) => JSON.stringify(name)).join(', ')}`;
  throw invalidArgument(
    where,
    expected,
    formatValue(positive ?? 1),
    `Pass e.g. { positive: ${JSON.stringify(names[names.length - 1])} }.`,
  );
}
