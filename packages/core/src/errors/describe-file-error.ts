const words: Readonly<Record<string, string>> = {
  EACCES: 'may not be read (EACCES: no permission)',
  EISDIR: 'is a folder, not a file',
  ELOOP: 'is a symbolic link',
  EMFILE: 'cannot be read (EMFILE: too many files are open)',
  ENAMETOOLONG: 'has too long a name',
  ENOENT: 'does not exist',
  ENOTDIR: 'is a file, not a folder',
  EPERM: 'may not be read (EPERM: no permission)',
};

/**
 * Describes why a file cannot be read, in words that follow its name: `'photo.jpg' does not exist`. Common codes of the
 * operating system have a text; others are named.
 *
 * @param error - What was caught.
 * @returns The description, or undefined if the error does not come from the operating system.
 *
 * @example
 * ```ts
 * import { describeFileError } from '@polyhead/core';
 * describeFileError({ code: 'ENOENT' }); // 'does not exist'
 * describeFileError(new Error('the JPEG is cut off')); // undefined
 * ```
 */
export function describeFileError(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  if (Object.hasOwn(words, code)) return words[code];
  return /^E[A-Z0-9]+$/.test(code) ? `cannot be read (${code})` : undefined;
}
