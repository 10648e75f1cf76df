import type { Callback } from '../callbacks/callback';
import type { RunData, RunState, Settings } from '../history/run-state';
import type { Optimizer } from '../optimizers/optimizer';
import { type CallbackMatch, matchCallbacks } from './callback-states';

/** What can differ between two runs of which the second resumes the first. */
export interface RunSettings {
  readonly tasks: RunState['tasks'];
  readonly optimizer: Optimizer['settings'];
  readonly schedule: Settings | undefined;
  readonly options: Settings;
  readonly callbacks: readonly Callback[];
  readonly data: RunData;
}

/**
 * Settings that differ from those of a saved run, one line each with the old and the new value. What a state does not
 * tell is not compared.
 */
export function settingChanges(state: RunState, now: RunSettings): string[] {
  const { options, schedule } = state.settings ?? {};
  return [
    ...Object.entries(now.tasks).flatMap(([name, spec]) => differences(`tasks.${name}.`, state.tasks[name], spec)),
    ...optimizerChanges(state.optimizer, now.optimizer),
    ...scheduleChanges(schedule, now.schedule),
    ...(options === undefined ? [] : differences('', options, now.options)),
    ...matchCallbacks(now.callbacks, state.callbacks).flatMap(callbackChanges),
    ...(['training', 'validation'] as const).flatMap((part) => dataChanges(part, state, now)),
  ];
}

/** The averages belong to the options of the run, although the optimizer keeps them. */
function optimizerChanges(then: RunState['optimizer'], now: Optimizer['settings']): string[] {
  const split = ({ emaDecay, ...rest }: Readonly<Record<string, unknown>>) => [{ emaDecay }, rest] as const;
  const [[optionThen, settingsThen], [optionNow, settingsNow]] = [split(then), split(now)];
  return [...differences('optimizer.', settingsThen, settingsNow), ...differences('', optionThen, optionNow)];
}

function scheduleChanges(then: Settings | undefined, now: Settings | undefined): string[] {
  if (then === undefined && now === undefined) return [];
  const [nameThen, nameNow] = [then?.['name'] ?? 'custom', now?.['name'] ?? 'custom'];
  return nameThen === nameNow ? differences('schedule.', then, now) : [line('schedule', nameThen, nameNow)];
}

function callbackChanges({ key, callback, saved }: CallbackMatch): string[] {
  if (callback !== undefined && saved !== undefined) return differences(`${key}.`, saved.settings, callback.settings);
  return [`${key}: ${shownCallback(saved)} then, ${shownCallback(callback)} now`];
}

function shownCallback(callback: Pick<Callback, 'settings'> | undefined): string {
  if (callback === undefined) return 'none';
  const settings = Object.entries(flat('', callback.settings ?? {})).map(([name, value]) => `${name} ${shown(value)}`);
  return settings.length === 0 ? 'in use' : `in use with ${settings.join(', ')}`;
}

/** A source that cannot tell what it yields cannot be compared: that is a difference, too, if the other one could. */
function dataChanges(part: keyof RunData, state: RunState, now: RunSettings): string[] {
  const [then, data] = [state.data?.[part], now.data[part]];
  if (then !== undefined && data !== undefined) return differences(`${part}.`, then, data);
  const sources = [state.settings?.options, now.options].map((options) => part === 'training' || options?.[part]);
  if (state.data === undefined || then === data || sources.includes(undefined)) return [];
  return [line(`${part}.fingerprint`, then && 'known', data && 'known')];
}

type Values = Readonly<Record<string, unknown>>;

function differences(prefix: string, then: Values = {}, now: Values = {}): string[] {
  const [before, after] = [flat(prefix, then), flat(prefix, now)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => line(name, before[name], after[name]));
}

/** The values of nested objects by their paths, such as `lossOptions.delta`. */
function flat(prefix: string, values: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(`${prefix}${name}.`, value as Values))
        : [[`${prefix}${name}`, value]],
    ),
  );
}

function line(name: string, then: unknown, now: unknown): string {
  return `${name}: ${shown(then)} then, ${shown(now)} now`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return value === undefined || value === null ? 'none' : String(value);
}
