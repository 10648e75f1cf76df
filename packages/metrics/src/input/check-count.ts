import { quote, refuse } from './refuse';

/** Refuses an option that is not a whole number of at least `least`. */
export function checkCount(where: string, option: string, value: number, least = 1): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw refuse(
    where,
    `"${option}" must be a whole number of at least ${least}`,
    quote(value),
    'Correct it, or leave it out for the default.',
  );
}

/** Refuses an option that is not one of the given words. */
export function checkWord(where: string, option: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw refuse(where, `"${option}" must be one of ${words.join(', ')}`, quote(value), 'Correct the word.');
}
