import type { ErrorCode } from './error-codes';

/** What a {@link PolyheadError} carries besides its code and message. */
export interface ErrorDetails {
  /** Function that the caller called, such as `splitRecords`. */
  readonly where?: string;
  /** File or folder that the error is about. */
  readonly path?: string;
  /** What was expected, such as `"ratios" must add up to 1`. */
  readonly expected?: string;
  /** What was received, as text. */
  readonly received?: string;
  /** How to fix it. */
  readonly hint?: string;
  /** Error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Every error that polyhead throws on purpose. Programs decide by `code`, which is stable; people read `message`, which
 * says where the error is, what was expected, what was received, and how to fix it.
 *
 * @example
 * ```ts
 * import { isPolyheadError, regression } from '@polyhead/core';
 * try {
 *   regression({ lossWeight: -1 });
 * } catch (error) {
 *   if (!isPolyheadError(error, 'INVALID_ARGUMENT')) throw error;
 *   error.received; // '-1'
 * }
 * ```
 */
export class PolyheadError extends Error {
  override readonly name = 'PolyheadError';
  /** One of the codes of docs/errors.md. */
  readonly code: ErrorCode;
  /** Function that the caller called. */
  declare readonly where?: string;
  /** File or folder that the error is about. */
  declare readonly path?: string;
  /** What was expected. */
  declare readonly expected?: string;
  /** What was received, as text. */
  declare readonly received?: string;
  /** How to fix it. */
  declare readonly hint?: string;

  /**
   * @param code - What kind of error it is.
   * @param message - The whole text, which must make sense without the other fields.
   * @param details - Fields for programs, and the cause.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { cause, ...fields } = details;
    super(message, 'cause' in details ? { cause } : undefined);
    this.code = code;
    Object.assign(this, fields);
  }
}

/**
 * True if a value is a {@link PolyheadError}, also one that another copy of the package threw, or that crossed a thread
 * as a plain error with its fields.
 *
 * @param value - What was caught.
 * @param code - Code that it must have. Default any.
 * @returns True if `value` is such an error.
 *
 * @example
 * ```ts
 * import { isPolyheadError, PolyheadError } from '@polyhead/core';
 * isPolyheadError(new PolyheadError('DISPOSED', 'predict: the network is disposed.'), 'DISPOSED'); // true
 * isPolyheadError(new Error('something else')); // false
 * ```
 */
export function isPolyheadError(value: unknown, code?: ErrorCode): value is PolyheadError {
  if (!(typeof value === 'object' && value !== null && 'name' in value && value.name === 'PolyheadError')) return false;
  const given: unknown = 'code' in value ? value.code : undefined;
  return typeof given === 'string' && (code === undefined || given === code);
}
