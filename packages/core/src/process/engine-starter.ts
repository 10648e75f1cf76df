import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';
import { processState } from './process-state';

const starter = processState<{ start?: () => Promise<void> }>('@polyhead/core/engine-starter', () => ({}));

/**
 * Registers the function that starts an engine before a program first trains, evaluates or predicts. `polyhead` does so
 * when it is imported; a later call replaces the function.
 *
 * @param start - Starts an engine if the program has not chosen one. It is called often, so it must return fast then.
 * @returns Nothing.
 * @throws {PolyheadError} INVALID_ARGUMENT if `start` is not a function.
 *
 * @example
 * ```ts
 * import { setEngineStarter } from '@polyhead/core';
 * setEngineStarter(async () => {});
 * ```
 */
export function setEngineStarter(start: () => Promise<void>): void {
  if (typeof start !== 'function')
    throw invalidArgument(
      'setEngineStarter',
      'expected a function that starts an engine',
      formatValue(start),
      'Pass e.g. async () => void (await useWasm()).',
    );
  starter.start = start;
}

/**
 * Calls the function of {@link setEngineStarter}, if there is one. Every function that computes with a network awaits
 * this first.
 *
 * @returns A promise that resolves when an engine runs.
 * @throws {PolyheadError} ENGINE_UNAVAILABLE if no engine works.
 *
 * @example
 * ```ts
 * import { startEngine } from '@polyhead/core';
 * await startEngine();
 * ```
 */
export async function startEngine(): Promise<void> {
  await starter.start?.();
}
