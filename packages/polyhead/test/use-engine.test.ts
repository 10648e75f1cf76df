import { getBackend } from '@tensorflow/tfjs-core';
import { bfloat16Support } from '@polyhead/tensorflow';
import { useEngine } from 'polyhead';
import { describeNative } from '../../tensorflow/test/native';

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

  test('rejects an engine that does not exist, naming those that do', async () => {
    await expect(useEngine('cuda' as 'cpu')).rejects.toThrow(
      'useEngine: expected auto or one of tensorflow, wasm, webgpu, cpu, got "cuda".',
    );
  });

  test('rejects bfloat16 on other engines than native TensorFlow, and leaves it away by auto', async () => {
    await expect(useEngine('wasm', { precision: 'bfloat16' })).rejects.toThrow(
      'useEngine: expected "precision" bfloat16 on the engine tensorflow only, got it for "wasm"',
    );
    expect((await useEngine('wasm', { precision: 'auto' })).name).toBe('wasm');
  });
});

describeNative('useEngine on native TensorFlow', () => {
  afterAll(() => useEngine('tensorflow'));

  test('takes bfloat16 by auto only where it is faster', async () => {
    const { reason } = await useEngine('tensorflow', { precision: 'auto' });
    expect(reason.includes('bfloat16')).toBe(bfloat16Support().training);
  });
});
