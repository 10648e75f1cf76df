import { type ErrorCode, PolyheadError } from '@polyhead/core';

/** Who reads a model, for error messages. */
export interface ModelReader {
  /** Function that the caller called. */
  readonly where: string;
  /** What every message begins with after `where`. Default nothing. */
  readonly subject?: string;
  /** Folder of the model. Default none, for files in memory. */
  readonly path?: string;
}

/** Details of {@link modelError} that few errors need. */
interface ModelErrorDetails {
  readonly hint?: string;
  readonly code?: ErrorCode;
  readonly cause?: unknown;
}

/**
 * Creates an error about the files of a model. `problem` is a whole clause; with `received`, it is what was expected.
 */
export function modelError(
  { where, subject, path }: ModelReader,
  problem: string,
  received?: string | number,
  { hint, code = 'INVALID_MODEL', cause }: ModelErrorDetails = {},
): PolyheadError {
  const sentence = received === undefined ? problem : `${problem}, got ${received}`;
  const message = [where, subject, sentence].filter((part) => part !== undefined).join(': ');
  return new PolyheadError(code, `${message}.${hint === undefined ? '' : ` ${hint}`}`, {
    where,
    ...(path !== undefined && { path }),
    ...(received !== undefined && { expected: problem, received: String(received) }),
    ...(hint !== undefined && { hint }),
    ...(cause !== undefined && { cause }),
  });
}
