import { bfloat16Support, useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { startWebGpu } from './start-web-gpu';

/** An engine, by the name of its tfjs backend. */
export type EngineName = 'tensorflow' | 'wasm' | 'webgpu' | 'cpu';

/** What convolutions compute with. */
export type Precision = 'float32' | 'bfloat16';

/** Starts each engine and says in a few words what it is; rejects where it does not work. */
export const engines: Readonly<Record<EngineName, (precision: Precision | 'auto') => Promise<string>>> = {
  tensorflow: async (wanted) => {
    const support = wanted === 'float32' ? undefined : bfloat16Support(); // reads a file
    const precision = wanted === 'auto' ? (support?.training === true ? 'bfloat16' : 'float32') : wanted;
    const { version } = await useTensorFlow({ precision });
    return `native TensorFlow through tfjs-node ${version['tfjs-node']}${precision === 'bfloat16' ? `, in bfloat16${support?.prediction === true ? '' : ' (predictions in float32)'}` : ''}`;
  },
  wasm: async () => {
    await useWasm();
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
  if (!(await setBackend(backend))) throw new Error(`useEngine: the tfjs backend "${backend}" did not start.${hint}`);
  await ready();
}
