import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend, NativeTensor } from './binding';
import type { Graph } from './graph';
import { writeSavedModel } from './saved-model';

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

/** Loads a graph. The binding caches nothing, but tfjs-node's own loader caches by path: so each graph gets a fresh folder, gone again once loaded. */
export function openSession({ binding }: NativeBackend, graph: Graph): Session {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-graph-'));
  try {
    writeSavedModel(folder, graph);
    const session = binding.loadSavedModel(folder, 'serve');
    return {
      run: (feeds, fetches) =>
        binding.runSavedModel(
          session,
          feeds.map(({ id }) => id),
          feeds.map(({ name }) => `${name}:0`).join(','),
          fetches.map((fetch) => (fetch.includes(':') ? fetch : `${fetch}:0`)).join(','),
        ),
      dispose: () => binding.deleteSavedModel(session),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
