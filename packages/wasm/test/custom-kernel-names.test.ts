import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { customKernelNames } from '@polyhead/wasm';
import { start } from './on-both';

beforeAll(start);

describe('customKernelNames', () => {
  it('are all the kernels that the engine has and tfjs has not', () => {
    const registered = getKernelsForBackend('wasm')
      .map(({ kernelName }) => kernelName)
      .filter((name) => name.startsWith('Polyhead'));
    expect([...registered].sort()).toEqual([...customKernelNames].sort());
  });
});
