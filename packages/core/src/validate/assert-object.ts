import { formatValue } from '../errors/format-value';
import { closestMatch } from '../errors/closest-match';
import { invalidArgument } from '../errors/invalid-argument';

/** What {@link assertObject} looks for. */
export interface AssertObjectOptions {
  /** What it is, with its article, such as `an optimizer`. Default `options`. */
  readonly what?: string;
  /** What it must have, by name. Default []. */
  readonly requiredKeys?: readonly string[];
  /**
   * All names that it may have, as `satisfies Record<keyof Options, true | 'boolean'>` keeps them complete; another one
   * that is given is rejected, with the one that it may mean, and so is anything but true or false for those
   * that say `boolean`. Default: any.
   */
  readonly optionKeys?: Readonly<Record<string, true | 'boolean'>>;
  /** What to pass in its place, such as `adam({ learningRate: 1e-4 })`. */
  readonly example: string;
}

/**
 * Throws if a value is not an object, lacks a required key, or has an unknown one. TypeScript's types promise it;
 * callers in plain JavaScript may pass anything. Lists and promises are not objects here, and an undefined value is
 * missing.
 *
 * @param where - Function that the error names.
 * @param value - What the caller passed.
 * @param options - What to expect, and an example of it.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `value` is not such an object; the hint names the key that an unknown
 * one
 *   may mean.
 *
 * @example
 * ```ts
 * import { assertObject } from '@polyhead/core';
 * const start = (options: { steps: number }) =>
 *   assertObject('start', options, { requiredKeys: ['steps'], example: '{ steps: 10 }' });
 * start({ steps: 3 });
 * ```
 */
export function assertObject(
  where: string,
  value: unknown,
  { what = 'options', requiredKeys = [], optionKeys, example }: AssertObjectOptions,
): void {
  const came = describeMismatch(value, requiredKeys);
  if (came !== undefined) throw invalidArgument(where, `expected ${what}`, came, `Pass e.g. ${example}.`);
  if (optionKeys !== undefined) assertKnownKeys(where, value as Readonly<Record<string, unknown>>, optionKeys);
}

function assertKnownKeys(
  where: string,
  options: Readonly<Record<string, unknown>>,
  optionKeys: Readonly<Record<string, true | 'boolean'>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(optionKeys, name) ? optionKeys[name] : undefined;
    if (value === undefined || kind === true || (kind && typeof value === kind)) continue;
    if (kind) throw invalidArgument(where, `"${name}" must be true or false`, formatValue(value));
    const known = Object.keys(optionKeys);
    const meant = closestMatch(name, known);
    throw invalidArgument(
      where,
      'expected options by their names',
      formatValue(name),
      meant === undefined ? `The names are ${known.join(', ')}.` : `Did you mean "${meant}"?`,
    );
  }
}

/** What came, in words, where it is no object or lacks a member. */
export function describeMismatch(value: unknown, requiredKeys: readonly string[]): string | undefined {
  if (!isObject(value)) return formatType(value);
  const missing = requiredKeys.filter((name) => value[name] === undefined);
  return missing.length === 0 ? undefined : `an object without ${missing.map((name) => `"${name}"`).join(' and ')}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

/** Lists are often long, and their members tell little. */
export function formatType(value: unknown): string {
  if (value instanceof Promise) return 'a promise (await it)';
  return Array.isArray(value) ? 'a list' : formatValue(value);
}
