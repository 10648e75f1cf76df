import { describeValue } from './describe-value';
import { nearestName } from './nearest-name';

/** What {@link expectObject} looks for. */
export interface ExpectedObject {
  /** What it is, with its article, such as `an optimizer`. Default `options`. */
  readonly what?: string;
  /** What it must have, by name. Default []. */
  readonly members?: readonly string[];
  /**
   * All names that it may have, as `satisfies Record<keyof Options, true | 'boolean'>` keeps them complete; another one
   * that is given is refused, with the one that it may mean, and so is anything but true or false for those
   * that say `boolean`. Default: any.
   */
  readonly names?: Readonly<Record<string, true | 'boolean'>>;
  /** What to pass in its place, such as `adam({ learningRate: 1e-4 })`. */
  readonly example: string;
}

/**
 * Throws where a value is no object, or lacks a member: what the types promise already, for callers in plain
 * JavaScript. `where` is the function that the error names.
 *
 * A list is no object here, nor is a promise, and a member that is undefined counts as missing.
 *
 * @example
 * ```ts
 * import { expectObject } from '@polyhead/tasks';
 * const start = (options: { steps: number }) => expectObject('start', options, { members: ['steps'], example: '{ steps: 10 }' });
 * start({ steps: 3 });
 * ```
 */
export function expectObject(
  where: string,
  value: unknown,
  { what = 'options', members = [], names, example }: ExpectedObject,
): void {
  const came = differentObject(value, members);
  if (came !== undefined) throw new Error(`${where}: expected ${what}, got ${came}. Pass e.g. ${example}.`);
  if (names !== undefined) checkNames(where, value as Readonly<Record<string, unknown>>, names);
}

function checkNames(
  where: string,
  options: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, true | 'boolean'>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(names, name) ? names[name] : undefined;
    if (value === undefined || kind === true || (kind && typeof value === kind)) continue;
    if (kind) throw new Error(`${where}: expected "${name}" to be true or false, got ${describeValue(value)}.`);
    const known = Object.keys(names);
    const meant = nearestName(name, known);
    throw new Error(
      `${where}: expected options by their names, got ${describeValue(name)}. ${meant === undefined ? `The names are ${known.join(', ')}.` : `Did you mean "${meant}"?`}`,
    );
  }
}

/** What came, in words, where it is no object or lacks a member. */
export function differentObject(value: unknown, members: readonly string[]): string | undefined {
  if (!isObject(value)) return nameOf(value);
  const missing = members.filter((name) => value[name] === undefined);
  return missing.length === 0 ? undefined : `an object without ${missing.map((name) => `"${name}"`).join(' and ')}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

/** Lists are often long, and their members tell little. */
export function nameOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise (await it)';
  return Array.isArray(value) ? 'a list' : describeValue(value);
}
