import { getBackend } from '@tensorflow/tfjs-core';
import { useEngine } from 'polyhead';

describe('useEngine', () => {
  test('takes the engine that was asked for, and says so', async () => {
    const engine = await useEngine('wasm');
    expect([engine.name, getBackend()]).toEqual(['wasm', 'wasm']);
    expect(engine.reason).toMatch(/^asked for; WebAssembly/);
  });

  test('takes the best engine that works, and says why it is not a better one', async () => {
    const { name, reason } = await useEngine('auto');
    expect(['tensorflow', 'wasm']).toContain(name);
    expect(reason).toMatch(name === 'tensorflow' ? /^native TensorFlow/ : /^WebAssembly.*loadTensorFlow: /);
  });

  test('refuses an engine that does not exist, naming those that do', async () => {
    await expect(useEngine('cuda' as 'cpu')).rejects.toThrow('useEngine: expected auto or one of tensorflow, wasm, webgpu, cpu, got "cuda".');
  });
});
