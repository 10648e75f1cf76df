import type { Callback } from '../callbacks/callback';
import type { Json, RunData, RunState, Settings } from '../run-state';
import type { Optimizer } from '../optimizers/optimizer';
import { matchCallbacks } from './callback-states';

/** What can differ between two runs of which the second resumes the first. */
export interface ComparedRun {
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
export function settingChanges(state: RunState, now: ComparedRun): string[] {
  const { options, schedule } = state.settings ?? {};
  return [
    ...Object.entries(now.tasks).flatMap(([name, spec]) => differences(`tasks.${name}.`, state.tasks[name], spec)),
    ...optimizerChanges(state.optimizer, now.optimizer),
    ...scheduleChanges(schedule, now.schedule),
    ...(options === undefined ? [] : differences('', options, now.options)),
    ...matchCallbacks(now.callbacks, state.callbacks).flatMap(({ key, callback, saved }) =>
      callbackChanges(key, saved?.settings, callback?.settings),
    ),
    ...(['training', 'validation'] as const).flatMap((part) =>
      state.data?.[part] === undefined || now.data[part] === undefined
        ? []
        : differences(`${part}.`, state.data[part], now.data[part]),
    ),
  ];
}

/** The averages belong to the options of the run, although the optimizer keeps them. */
function optimizerChanges(then: RunState['optimizer'], now: Optimizer['settings']): string[] {
  const split = ({ averageDecay, ...rest }: Readonly<Record<string, unknown>>) => [{ averageDecay }, rest] as const;
  const [[optionThen, settingsThen], [optionNow, settingsNow]] = [split(then), split(now)];
  return [...differences('optimizer.', settingsThen, settingsNow), ...differences('', optionThen, optionNow)];
}

function scheduleChanges(then: Settings | undefined, now: Settings | undefined): string[] {
  if (then === undefined && now === undefined) return [];
  const [nameThen, nameNow] = [then?.['name'] ?? 'custom', now?.['name'] ?? 'custom'];
  return nameThen === nameNow ? differences('schedule.', then, now) : [line('schedule', nameThen, nameNow)];
}

function callbackChanges(key: string, then: Settings | undefined, now: Settings | undefined): string[] {
  if (then === undefined && now === undefined) return [];
  return then === undefined || now === undefined
    ? [line(key, then as Json, now as Json)]
    : differences(`${key}.`, then, now);
}

type Values = Readonly<Record<string, unknown>>;

function differences(prefix: string, then: Values = {}, now: Values = {}): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names
    .filter((name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]))
    .map((name) => line(`${prefix}${name}`, then[name], now[name]));
}

function line(name: string, then: unknown, now: unknown): string {
  return `${name}: ${shown(then)} then, ${shown(now)} now`;
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}
