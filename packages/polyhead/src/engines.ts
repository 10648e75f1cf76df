import { useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { startWebGpu } from './start-web-gpu';

/** An engine, by the name of its tfjs backend. */
export type EngineName = 'tensorflow' | 'wasm' | 'webgpu' | 'cpu';

/** Starts each engine and says in a few words what it is; rejects where it does not work. */
export const engines: Readonly<Record<EngineName, () => Promise<string>>> = {
  tensorflow: async () => {
    const { version } = await useTensorFlow();
    return `native TensorFlow through tfjs-node ${version['tfjs-node']}`;
  },
  wasm: async () => {
    await useWasm();
    return 'WebAssembly with training kernels';
  },
  webgpu: async () => {
    await startWebGpu();
    await choose('webgpu');
    return 'WebGPU';
  },
  cpu: async () => {
    env().set('PROD', true); // tfjs prints advice about its cpu backend otherwise
    await import('@tensorflow/tfjs-backend-cpu');
    await choose('cpu');
    return 'plain JavaScript, fit for tiny networks only';
  },
};

async function choose(backend: EngineName): Promise<void> {
  if (!(await setBackend(backend))) throw new Error(`useEngine: the tfjs backend "${backend}" did not start.`);
  await ready();
}
