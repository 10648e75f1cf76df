import { type EngineName, engines } from './engines';

/** Which engine computes, and why that one. */
export interface Engine {
  /** Name of the engine, which is also the name of its tfjs backend. */
  readonly name: EngineName;
  /** Why it was taken, with its version or threads, and why better ones were not: for a line of output. */
  readonly reason: string;
}

const preferred: readonly EngineName[] = ['tensorflow', 'wasm', 'cpu'];

/**
 * Makes an engine the one that all following computation runs on, and says which it took and why.
 *
 * `auto` takes the first of native TensorFlow, wasm and plain JavaScript that works. An engine asked for by name that does not work is an error that says what is missing.
 * `webgpu` is taken only when asked for: it needs `@tensorflow/tfjs-backend-webgpu` and, in Node, the package `webgpu`.
 *
 * @example
 * ```ts
 * import { useEngine } from 'polyhead';
 * const { name, reason } = await useEngine('auto');
 * ```
 */
export async function useEngine(wanted: EngineName | 'auto' = 'auto'): Promise<Engine> {
  if (wanted !== 'auto') return { name: wanted, reason: `asked for; ${await start(wanted)}` };
  const refusals: string[] = [];
  for (const name of preferred) {
    try {
      return { name, reason: [await start(name), ...refusals].join('; ') };
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`useEngine: expected one of ${preferred.join(', ')} to work, but none did: ${refusals.join('; ')}.`);
}

function start(name: EngineName): Promise<string> {
  const engine = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (engine === undefined) throw new Error(`useEngine: expected auto or one of ${Object.keys(engines).join(', ')}, got "${name}".`);
  return engine();
}
