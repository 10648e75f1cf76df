import { errorMessage } from './error-message';
import { isPolyheadError, PolyheadError } from './polyhead-error';

/** An error as plain data, which a message between threads can hold. */
export interface ErrorData {
  readonly message: string;
  /** Fields of a {@link PolyheadError}; absent for other errors. */
  readonly fields?: Readonly<Record<string, string>>;
}

const fieldNames = ['code', 'where', 'path', 'expected', 'received', 'hint'] as const;

/**
 * Turns an error into plain data, because a message between threads keeps the message of an error, but not its class
 * and fields.
 *
 * @param error - What was caught.
 * @returns Data for {@link fromErrorData}.
 *
 * @example
 * ```ts
 * import { fromErrorData, PolyheadError, toErrorData } from '@polyhead/core';
 * fromErrorData(toErrorData(new PolyheadError('DISPOSED', 'predict: the network is disposed.'))).message;
 * ```
 */
export function toErrorData(error: unknown): ErrorData {
  const message = errorMessage(error);
  if (!isPolyheadError(error)) return { message };
  const fields = fieldNames.flatMap((name) => (error[name] === undefined ? [] : [[name, error[name]]]));
  return { message, fields: Object.fromEntries(fields) as Record<string, string> };
}

/**
 * Restores an error from the data of {@link toErrorData}.
 *
 * @param options - Message and fields that {@link toErrorData} returned.
 * @returns A {@link PolyheadError} with the same fields, or a plain error.
 *
 * @example
 * ```ts
 * import { fromErrorData } from '@polyhead/core';
 * fromErrorData({ message: 'no' }).message; // 'no'
 * ```
 */
export function fromErrorData({ message, fields }: ErrorData): Error {
  if (fields === undefined) return new Error(message);
  const { code, ...details } = fields;
  return new PolyheadError(code as PolyheadError['code'], message, details);
}
