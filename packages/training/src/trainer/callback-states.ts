import type { Callback } from '../callbacks/callback';
import type { SavedCallback } from '../history/run-state';

type Stateful = Pick<Callback, 'name' | 'settings' | 'state' | 'restore'>;

/** A callback of this run with what was saved of it; one of the two is absent if the other run did not have it. */
export interface CallbackMatch {
  /** What messages call it: its name, with a number if there are several. */
  readonly key: string;
  /** The callback of this run. */
  readonly callback?: Stateful;
  /** What was saved of it. */
  readonly saved?: SavedCallback;
}

/** What checkpoints keep of the callbacks; the second of a name is `name 2`. */
export function callbackStates(callbacks: readonly Stateful[]): { [key: string]: SavedCallback } {
  return Object.fromEntries(
    named(callbacks).map(([key, callback]) => {
      const { name, settings } = callback;
      return [key, { name, ...(settings && { settings }), ...(callback.state?.() ?? { values: null }) }];
    }),
  );
}

/** Gives the callbacks what was saved of them; each decides itself what fits its settings. */
export function restoreCallbacks(
  callbacks: readonly Stateful[],
  states: Readonly<Record<string, SavedCallback>>,
): void {
  for (const { callback, saved } of matchCallbacks(callbacks, states)) {
    if (callback !== undefined && saved !== undefined) callback.restore?.(saved);
  }
}

/**
 * Finds what was saved of each callback: among those of the same name the one with the same settings, else the one that
 * shares most of them, else the next one.
 */
export function matchCallbacks(
  callbacks: readonly Stateful[],
  states: Readonly<Record<string, SavedCallback>>,
): CallbackMatch[] {
  const left = new Map(Object.entries(states));
  const found = new Map<string, SavedCallback>();
  const pairs = named(callbacks).flatMap(([key, callback]) =>
    Object.entries(states)
      .filter(([savedKey, { name = savedKey.replace(/ \d+$/, '') }]) => name === callback.name)
      .map(([savedKey, saved]) => ({ key, savedKey, saved, shared: sharedSettings(callback, saved) })),
  );
  for (const { key, savedKey, saved } of pairs.sort((a, b) => b.shared - a.shared)) {
    if (found.has(key) || !left.has(savedKey)) continue;
    found.set(key, saved);
    left.delete(savedKey);
  }
  const present = named(callbacks).map(([key, callback]): CallbackMatch => {
    const saved = found.get(key);
    return { key, callback, ...(saved && { saved }) };
  });
  return [...present, ...[...left].map(([key, saved]): CallbackMatch => ({ key, saved }))];
}

/** Share of the settings that are equal, 0 to 1; 1 if neither has any. */
function sharedSettings({ settings: now = {} }: Stateful, { settings: then = {} }: SavedCallback): number {
  const names = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  const equal = names.filter((name) => JSON.stringify(now[name]) === JSON.stringify(then[name]));
  return names.length === 0 ? 1 : equal.length / names.length;
}

function named(callbacks: readonly Stateful[]): [key: string, callback: Stateful][] {
  const used = new Set<string>();
  return callbacks.map((callback) => {
    let key = callback.name;
    for (let count = 2; used.has(key); count++) key = `${callback.name} ${count}`;
    used.add(key);
    return [key, callback];
  });
}
