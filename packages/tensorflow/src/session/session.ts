import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, NativeBackend, NativeTensor } from '../graph/binding';
import { translateNativeError } from '../graph/translate-native-error';
import type { Graph } from '../graph/graph';
import { writeSavedModel } from '../graph/saved-model';
import { TraceError } from '../graph/trace-error';
import { PolyheadError } from '@polyhead/core';

/** A tensor to feed: a tensor's native id, and what must be freed afterwards. */
export interface Feed {
  /** Placeholder to feed. */
  readonly name: string;
  /** Native id of the tensor. */
  readonly id: number;
}

/** A graph that TensorFlow has loaded, with variables of its own. */
export interface Session {
  /** Feeds placeholders, computes and hands out the wanted outputs; the caller frees them. */
  run(feeds: readonly Feed[], fetches: readonly string[]): NativeTensor[];
  /** Frees graph and variables. */
  dispose(): void;
}

/**
 * Loads a graph. The binding caches nothing, but tfjs-node's own loader caches by path: so each graph gets a fresh
 * folder, gone again once loaded.
 */
export function openSession({ binding }: NativeBackend, graph: Graph): Session {
  const session = withTempFolder((folder) => {
    writeSavedModel(folder, graph);
    return load(binding, folder);
  });
  return {
    run: (feeds, fetches) => {
      const ids = feeds.map(({ id }) => id);
      const inputs = feeds.map(({ name }) => `${name}:0`).join(',');
      const outputs = fetches.map((fetch) => (fetch.includes(':') ? fetch : `${fetch}:0`)).join(',');
      try {
        return binding.runSavedModel(session, ids, inputs, outputs);
      } catch (error) {
        throw translateNativeError(error);
      }
    },
    dispose: () => binding.deleteSavedModel(session),
  };
}

function load(binding: Binding, folder: string): number {
  try {
    return binding.loadSavedModel(folder, 'serve');
  } catch (cause) {
    throw new TraceError(
      `compile: TensorFlow does not take the graph of this function. It says: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function withTempFolder<T>(use: (folder: string) => T): T {
  const folder = freshFolder();
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function freshFolder(): string {
  const parent = tmpdir();
  try {
    return mkdtempSync(join(parent, 'polyhead-graph-'));
  } catch (cause) {
    throw new PolyheadError(
      'UNSUPPORTED_OPERATION',
      `compile: expected to be able to make a folder for the graph in ${parent}, but: ${cause instanceof Error ? cause.message : String(cause)}. Make it writable, or let the TMPDIR variable name another.`,
      { cause },
    );
  }
}
