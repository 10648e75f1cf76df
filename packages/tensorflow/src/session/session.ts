import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, NativeBackend, NativeTensor } from '../graph/binding';
import { translateNativeError } from '../graph/translate-native-error';
import type { Graph } from '../graph/graph';
import { writeSavedModel } from '../graph/saved-model';
import { untraceable } from '../graph/untraceable';
import { errorMessage, PolyheadError } from '@polyhead/core';

/** A tensor to feed. */
export interface Feed {
  /** Placeholder to feed. */
  readonly name: string;
  /** Native id of the tensor. */
  readonly id: number;
}

/** A graph that TensorFlow has loaded, with its variables. */
export interface Session {
  /** Feeds placeholders and returns the requested outputs; the caller frees them. */
  run(feeds: readonly Feed[], fetches: readonly string[]): NativeTensor[];
  /** Frees graph and variables. */
  dispose(): void;
}

/**
 * Loads a graph. The loader of tfjs-node caches by path, so each graph gets a new folder, which is removed once the
 * graph is loaded.
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
    throw untraceable(`compile: TensorFlow rejects the graph of this function. It reports: ${errorMessage(cause)}`, {
      cause,
    });
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
      'FILE_UNWRITABLE',
      `compile: cannot create a folder for the graph in ${parent}: ${errorMessage(cause)}. ` +
        'Make it writable, or set the TMPDIR variable to another folder.',
      { where: 'compile', path: parent, cause },
    );
  }
}
