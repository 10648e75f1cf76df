import type { ErrorCode } from './error-codes';
import { PolyheadError } from './polyhead-error';

/** Details of {@link invalidArgument} that few errors need. */
export interface InvalidArgumentDetails {
  /** Default `INVALID_ARGUMENT`. */
  readonly code?: ErrorCode;
  /** File or folder that the error is about. */
  readonly path?: string;
  /** Error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Creates the error for a wrong argument, in the one form that all of them have: `where: requirement, got received.
 * hint`. It is returned, not thrown, so that the control flow of the caller stays visible.
 *
 * @param where - Function that the caller called.
 * @param requirement - What must hold, with the name of the argument in quotes: `"batchSize" must be at least 1`.
 * @param received - The received value as text; see {@link formatValue}.
 * @param hint - How to fix it, as a sentence. Default none.
 * @param details - Another code, a path, a cause.
 * @returns A {@link PolyheadError} with `where`, `expected`, `received` and `hint`.
 *
 * @example
 * ```ts
 * import { formatValue, invalidArgument } from '@polyhead/core';
 * const steps = 0;
 * const error = invalidArgument('start', '"steps" must be at least 1', formatValue(steps), 'Pass e.g. 10.');
 * error.message; // 'start: "steps" must be at least 1, got 0. Pass e.g. 10.'
 * ```
 */
export function invalidArgument(
  where: string,
  requirement: string,
  received: string | number,
  hint?: string,
  details: InvalidArgumentDetails = {},
): PolyheadError {
  const { code = 'INVALID_ARGUMENT', ...others } = details;
  return new PolyheadError(
    code,
    `${where}: ${requirement}, got ${received}.${hint === undefined || hint === '' ? '' : ` ${hint}`}`,
    { where, expected: requirement, received: String(received), ...(hint ? { hint } : {}), ...others },
  );
}
