/**
 * Returns the message of anything that was thrown. Errors of another realm, such as a frame or a thread, are not
 * instances of `Error` here, and a program may throw a string.
 *
 * @param error - What was caught.
 * @returns Its message, or the value as text.
 *
 * @example
 * ```ts
 * import { errorMessage } from '@polyhead/core';
 * errorMessage(new Error('no')); // 'no'
 * errorMessage('no'); // 'no'
 * ```
 */
export function errorMessage(error: unknown): string {
  const message: unknown =
    error !== null && typeof error === 'object' && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : String(error);
}
