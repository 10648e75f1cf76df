import { formatValue, invalidArgument, PolyheadError } from '@polyhead/core';
import type { ParseResult } from '../records/records';

/** Calls a parser that the user wrote. If it throws, that is an error and not a rejected name. */
export function callUserParser<Labels>(
  where: string,
  what: string,
  parser: () => ParseResult<Labels>,
): ParseResult<Labels> {
  let parsed: ParseResult<Labels>;
  try {
    parsed = parser();
  } catch (error) {
    throw new PolyheadError(
      'CALLBACK_FAILED',
      `${where}: the parser threw on "${what}": ${String(error)}. Return { ok: false, reason } to reject it.`,
      { where, cause: error },
    );
  }
  const wanted =
    parsed?.ok === true
      ? typeof parsed.labels === 'object' && parsed.labels !== null
      : typeof parsed?.reason === 'string';
  if (wanted && !(parsed.ok && Object.hasOwn(parsed.labels as object, 'file'))) return parsed;
  if (wanted)
    throw invalidArgument(
      where,
      'expected the parser to return labels',
      `one named "file" for "${what}": that is the path of the image`,
      'Give it another name.',
      { code: 'CALLBACK_FAILED' },
    );
  throw invalidArgument(
    where,
    'expected the parser to return { ok: true, labels } or { ok: false, reason }',
    `${formatValue(parsed)} for "${what}"`,
    undefined,
    { code: 'CALLBACK_FAILED' },
  );
}
