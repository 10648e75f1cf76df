import {
  formatValue,
  assertObject,
  assertPath,
  processState,
  invalidArgument,
  PolyheadError,
  assertOneOf,
} from '@polyhead/core';
import { getBackend } from '@tensorflow/tfjs-core';
import { type EngineName, engines, type EngineSettings, type Precision } from './engines';

/** Which engine computes, and why that one. */
export interface Engine {
  /** Name of the engine, which is also the name of its tfjs backend. */
  readonly name: EngineName;
  /** Why it was taken, with its version or threads, and why better ones were not: for a line of output. */
  readonly reason: string;
}

/** Options of {@link useEngine}. */
export interface UseEngineOptions {
  /**
   * Numbers that convolutions, batch normalizations and pools compute with; all else, and every weight, stays float32.
   * `bfloat16` is for native TensorFlow on processors that have instructions for it, trains 1.1 to 1.5
   * times as fast there, and throws elsewhere; `auto` takes it where the processor has them. Predictions stay in
   * float32 where they are faster so (`bfloat16Support` of `@polyhead/tensorflow` tells). Default `float32`.
   */
  readonly precision?: Precision | 'auto';
  /**
   * For the engine `wasm`: folder, with a slash at its end, of tfjs' own .wasm files. Needed for a bundle that has them
   * neither in its folder nor in an installed package. Default as for `useWasm`.
   */
  readonly wasmPaths?: string;
}

const optionNames = { precision: true, wasmPaths: true } satisfies Record<keyof UseEngineOptions, true>;
const preferred: readonly EngineName[] = ['tensorflow', 'wasm', 'cpu'];
const precisions: readonly (Precision | 'auto')[] = ['float32', 'bfloat16', 'auto'];
// Shared with other copies of this package, as tfjs shares its backend.
const program = processState('polyhead/engine', () => ({ hasChosen: false }));

/**
 * Selects the engine that all following computation runs on.
 *
 * `auto` selects the first of native TensorFlow, wasm and plain JavaScript that works. `webgpu` is used only when asked
 * for: it needs `@tensorflow/tfjs-backend-webgpu` and, in Node, the package `webgpu`. A program that never calls this
 * gets `auto` when it first trains, evaluates or predicts.
 *
 * @param wanted - Name of the engine. Default `auto`.
 * @param options - Precision of the engine, and folder of tfjs' .wasm files. Default: float32, the folder of `useWasm`.
 * @returns The name of the engine, and why it was selected.
 * @throws {PolyheadError} INVALID_ARGUMENT if the engine or an option is unknown, the two do not go together, or tfjs'
 * .wasm files are not found; ENGINE_UNAVAILABLE if the engine that was asked for, or every engine of `auto`, does not
 * work.
 *
 * @example
 * ```ts
 * import { useEngine } from 'polyhead';
 * const { name, reason } = await useEngine('auto');
 * ```
 */
export async function useEngine(wanted: EngineName | 'auto' = 'auto', options: UseEngineOptions = {}): Promise<Engine> {
  assertObject('useEngine', options, { optionKeys: optionNames, example: "{ precision: 'auto' }" });
  const { precision = 'float32', wasmPaths } = options;
  if (wasmPaths !== undefined) assertPath('useEngine: "wasmPaths"', wasmPaths, 'folder', '/srv/app/wasm/');
  assertOneOf('useEngine', 'precision', precision, precisions, 'Leave it out for float32.');
  const taken =
    wanted === 'auto'
      ? await first(preferred, { precision, wasmPaths })
      : { name: wanted, reason: `asked for; ${await start(wanted, { precision, wasmPaths })}` };
  program.hasChosen = true;
  return taken;
}

/** Starts the best engine, unless the program has chosen one by `useEngine` or a tfjs backend directly. */
export async function ensureEngine(): Promise<void> {
  const running = getBackend() as string | undefined; // nothing before the first backend, whatever the types say
  if (!program.hasChosen && ['', 'cpu'].includes(running ?? '')) await useEngine('auto');
}

async function first(names: readonly EngineName[], settings: EngineSettings): Promise<Engine> {
  const refusals: string[] = [];
  for (const name of names) {
    try {
      return { name, reason: [await start(name, settings), ...refusals].join('; ') };
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new PolyheadError(
    'ENGINE_UNAVAILABLE',
    `useEngine: expected one of ${names.join(', ')} to work, but none did: ${refusals.join('; ')}.`,
  );
}

async function start(name: EngineName, settings: EngineSettings): Promise<string> {
  const begin = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (begin === undefined)
    throw invalidArgument(
      'useEngine',
      `expected auto or one of ${Object.keys(engines).join(', ')}`,
      formatValue(name),
      'Leave it out for the best that works.',
    );
  if (settings.precision === 'bfloat16' && name !== 'tensorflow')
    throw invalidArgument(
      'useEngine',
      'expected "precision" bfloat16 on the engine tensorflow only',
      `it for "${name}"`,
      "Leave it out, or pass 'auto'.",
    );
  return begin(settings);
}
