import { bfloat16Support, useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { startWebGpu } from './start-web-gpu';
import { PolyheadError } from '@polyhead/core';

/** An engine, by the name of its tfjs backend. */
export type EngineName = 'tensorflow' | 'wasm' | 'webgpu' | 'cpu';

/** What convolutions compute with. */
export type Precision = 'float32' | 'bfloat16';

/** What an engine is started with. */
export interface EngineSettings {
  readonly precision: Precision | 'auto';
  readonly wasmPaths: string | undefined;
}

/** Starts each engine and returns a few words about it; rejects if it does not work. */
export const engines: Readonly<Record<EngineName, (settings: EngineSettings) => Promise<string>>> = {
  tensorflow: async ({ precision: wanted }) => {
    const support = wanted === 'float32' ? undefined : bfloat16Support(); // reads a file
    const precision = wanted === 'auto' ? (support?.training === true ? 'bfloat16' : 'float32') : wanted;
    const { version } = await useTensorFlow({ precision });
    return `native TensorFlow through tfjs-node ${version['tfjs-node']}${precision === 'bfloat16' ? `, in bfloat16${support?.prediction === true ? '' : ' (predictions in float32)'}` : ''}`;
  },
  wasm: async ({ wasmPaths }) => {
    await useWasm({ wasmPaths });
    return 'WebAssembly with training kernels';
  },
  webgpu: async () => {
    await startWebGpu();
    await choose(
      'webgpu',
      ' It found no graphics adapter: in Node on Linux that takes a Vulkan driver and its loader (Debian: libvulkan1), in a browser one that has WebGPU.',
    );
    return 'WebGPU';
  },
  cpu: async () => {
    env().set('PROD', true); // tfjs prints advice about its cpu backend otherwise
    await choose('cpu');
    return 'plain JavaScript, fit for tiny networks only';
  },
};

async function choose(backend: EngineName, hint = ''): Promise<void> {
  if (!(await setBackend(backend)))
    throw new PolyheadError('ENGINE_UNAVAILABLE', `useEngine: the tfjs backend "${backend}" did not start.${hint}`);
  await ready();
}
