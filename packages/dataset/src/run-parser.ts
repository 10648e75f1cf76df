import { describeValue } from '@polyhead/tasks';
import type { Parsed } from './records';

/** Runs a parser that the user wrote. One that throws has a fault of its own, which must not pass for bad names. */
export function runParser<Labels>(where: string, what: string, parser: () => Parsed<Labels>): Parsed<Labels> {
  let parsed: Parsed<Labels>;
  try {
    parsed = parser();
  } catch (error) {
    throw new Error(
      `${where}: the parser threw on "${what}": ${String(error)}. Return { ok: false, reason } to refuse it.`,
      { cause: error },
    );
  }
  const wanted =
    parsed?.ok === true
      ? typeof parsed.labels === 'object' && parsed.labels !== null
      : typeof parsed?.reason === 'string';
  if (wanted && !(parsed.ok && Object.hasOwn(parsed.labels as object, 'file'))) return parsed;
  if (wanted)
    throw new Error(
      `${where}: expected the parser to return labels, got one named "file" for "${what}": that is the path of the picture. Give it another name.`,
    );
  throw new Error(
    `${where}: expected the parser to return { ok: true, labels } or { ok: false, reason }, got ${describeValue(parsed)} for "${what}".`,
  );
}
