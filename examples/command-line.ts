// What the programs of this folder share at the command line.
import { InvalidArgumentError } from 'commander';

// Errors of the library are sentences: they say where, what was expected, what came and how to fix it.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1); // after the sentence; a stack of the program would say nothing more
});

/** The words behind `--`, as pnpm passes them on, or behind the program. */
export const words: readonly string[] = process.argv.slice(2).filter((word) => word !== '--');

/**
 * The words as a terminal takes them: in quotes where one has blanks or the like, without the folder of this machine.
 */
export function quotedWords(): string {
  return words
    .map((word) => word.replaceAll(process.cwd(), '.'))
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');
}

/** Reads an option that is a whole number of at least `least`. */
export function wholeNumber(least: number): (word: string) => number {
  return (word) => {
    if (/^\d+$/.test(word) && Number(word) >= least) return Number(word);
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

/** Reads an option that is a number above 0. */
export function positiveNumber(word: string): number {
  if (Number(word) > 0 && Number(word) < Infinity) return Number(word);
  throw new InvalidArgumentError('Expected a number above 0.');
}
