/** Most characters that a value takes in a message, and most members of a list or object that are shown. */
const longest = 200;
const mostMembers = 12;

/**
 * Formats a value for an error message, so that a reader can tell similar values apart.
 *
 * Unlike JSON it names NaN, infinite numbers, functions and undefined. Strings are in quotes (`"3"` is not `3`), and
 * long values are cut.
 *
 * @param value - Any value.
 * @returns Its text, at most 200 characters long.
 *
 * @example
 * ```ts
 * import { formatValue } from '@polyhead/core';
 * formatValue(['apple', NaN]); // '["apple",NaN]'
 * formatValue(Math.max); // 'function max'
 * ```
 */
export function formatValue(value: unknown): string {
  const words = formatNested(value, 3);
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

function formatNested(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longest));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `function ${value.name}`.trim();
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Promise) return 'a promise (await it)';
  if (Array.isArray(value))
    return depth === 0 ? 'a list' : `[${members(value, (member) => formatNested(member, depth - 1))}]`;
  const kind = className(value);
  if (kind === 'Date') return Number.isNaN(Number(value)) ? 'an invalid Date' : (value as Date).toISOString();
  if (ArrayBuffer.isView(value) && 'length' in value) return `${kind}(${String(value.length)})`;
  if (kind !== 'Object') return `an object of ${kind}`;
  return depth === 0
    ? 'an object'
    : `{${members(Object.entries(value), ([key, member]) => `${JSON.stringify(key)}:${formatNested(member, depth - 1)}`)}}`;
}

function members<Member>(all: readonly Member[], word: (member: Member) => string): string {
  return [...Array.from(all.slice(0, mostMembers), word), ...(all.length > mostMembers ? ['…'] : [])].join(',');
}

/** Name of the class, `Object` for plain ones. */
function className(value: object): string {
  const { constructor } = (Object.getPrototypeOf(value) ?? {}) as { constructor?: { name?: unknown } };
  return typeof constructor?.name === 'string' && constructor.name !== '' ? constructor.name : 'Object';
}
