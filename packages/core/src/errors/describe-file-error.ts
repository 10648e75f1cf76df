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
 * What is wrong with a file that cannot be read, in words that follow its name: `'photo.jpg' does not exist`.
 *
 * Says what the system's code means where it is a common one, else the code itself. Undefined where the error is none
 * of the system's, but for example a decoder's: then its own message tells.
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
