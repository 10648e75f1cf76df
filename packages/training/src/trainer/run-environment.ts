import { loadedCopies } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { version } from '../../package.json';
import type { RunEnvironment } from '../history/run-state';

/** What this run computes with. An engine tells its settings by a property `settings` of its tfjs backend. */
export function runEnvironment(compiled: boolean): RunEnvironment {
  const { process, navigator } = globalThis as {
    process?: Partial<NodeJS.Process>;
    navigator?: { readonly userAgent?: string };
  };
  const node = process?.versions?.node;
  const copies = loadedCopies();
  const { settings = {} } = tf.backend() as { settings?: RunEnvironment['settings'] };
  return {
    polyhead: version,
    ...(copies.length > 1 && { copies: copies.join(', ') }),
    tfjs: tf.version_core,
    runtime: node === undefined ? (navigator?.userAgent ?? 'unknown') : `Node ${node}`,
    platform: node === undefined ? '' : `${process?.platform} ${process?.arch}`,
    engine: tf.getBackend(),
    compiled,
    settings: { ...settings },
  };
}

/** What differs between two environments, one line each. */
export function environmentChanges(then: RunEnvironment | undefined, now: RunEnvironment): string[] {
  if (then === undefined) return [];
  const [before, after] = [flat(then), flat(now)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${shown(before[name])} then, ${shown(after[name])} now`);
}

function flat({ settings, ...rest }: RunEnvironment): Record<string, unknown> {
  return { ...rest, ...settings };
}

function shown(value: unknown): string {
  return value === undefined ? 'unknown' : String(value);
}
