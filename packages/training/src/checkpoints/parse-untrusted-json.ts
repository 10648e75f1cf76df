import { PolyheadError } from '@polyhead/core';

const maxDepth = 64;
const [quote, backslash, openList, closeList, openObject, closeObject] = [...'"\\[]{}'].map((letter) =>
  letter.charCodeAt(0),
);

/**
 * The object in a JSON file. Throws, naming the file, where it is nested deeper than any of ours, is no object, or has
 * a member `__proto__`: files may come from strangers.
 */
export function parseUntrustedJson(file: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (depthOf(bytes) > maxDepth)
    throw new PolyheadError('INVALID_FILE', `${file} is nested more than ${maxDepth} deep`);
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, member: unknown) => {
    if (key === '__proto__')
      throw new PolyheadError('INVALID_FILE', `${file} has a member "__proto__", which no run has`);
    return member;
  });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PolyheadError('INVALID_FILE', `expected a JSON object in ${file}`);
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Greatest depth of brackets outside of strings, up to one beyond the limit; looks at the bytes alone, before anything
 * is built of them.
 */
function depthOf(bytes: Uint8Array): number {
  let [depth, most, inString] = [0, 0, false];
  for (let at = 0; at < bytes.length && most <= maxDepth; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === backslash) at++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openList || byte === openObject) most = Math.max(most, ++depth);
    else if (byte === closeList || byte === closeObject) depth--;
  }
  return most;
}
