import { isPolyheadError, PolyheadError } from '@polyhead/core';

/** Creates the error for a function that a graph cannot replay, for example because it reads a value. */
export function untraceable(message: string, details: { readonly cause?: unknown } = {}): PolyheadError {
  return new PolyheadError('UNTRACEABLE', message, { where: 'compile', ...details });
}

/** True if a value is an error of {@link untraceable}. */
export function isUntraceable(error: unknown): error is PolyheadError {
  return isPolyheadError(error, 'UNTRACEABLE');
}
