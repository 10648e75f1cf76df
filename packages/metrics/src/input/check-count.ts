import { formatValue, invalidArgument } from '@polyhead/core';

/** Rejects an option that is not a whole number of at least `least`. */
export function checkCount(where: string, option: string, value: number, least = 1): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw invalidArgument(
    where,
    `"${option}" must be a whole number of at least ${least}`,
    formatValue(value),
    'Correct it, or leave it out for the default.',
  );
}

/** Rejects an option that is not one of the given words. */
export function checkWord(where: string, option: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw invalidArgument(
    where,
    `"${option}" must be one of ${words.join(', ')}`,
    formatValue(value),
    'Correct the word.',
  );
}
