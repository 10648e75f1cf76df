import { PolyheadError } from '@polyhead/core';

/**
 * Registers tfjs' WebGPU backend, in Node on top of the package `webgpu`. Both are installed by the user: their names
 * are out of the bundler's sight.
 */
export async function startWebGpu(): Promise<void> {
  if (!('gpu' in navigatorObject())) {
    const { create, globals } = await optional<{ create(flags: string[]): unknown; globals: object }>('webgpu');
    Object.assign(globalThis, globals);
    Object.defineProperty(navigatorObject(), 'gpu', { value: create([]), configurable: true });
  }
  await optional('@tensorflow/tfjs-backend-webgpu');
}

function navigatorObject(): object {
  if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  return globalThis.navigator;
}

async function optional<Module>(name: string): Promise<Module> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as Module;
  } catch (error) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `useEngine: WebGPU needs the package "${name}", which does not load here. Run npm install ${name}, or take another engine.`,
      { cause: error },
    );
  }
}
