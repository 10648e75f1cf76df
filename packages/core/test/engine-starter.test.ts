import { setEngineStarter, startEngine } from '@polyhead/core';

describe('engine starter', () => {
  test('startEngine does nothing without a starter, and calls the newest one', async () => {
    await expect(startEngine()).resolves.toBeUndefined();
    const calls: string[] = [];
    setEngineStarter(async () => void calls.push('old'));
    setEngineStarter(async () => void calls.push('new'));
    await startEngine();
    expect(calls).toEqual(['new']);
  });

  test('startEngine rejects with the error of the starter', async () => {
    setEngineStarter(() => Promise.reject(new Error('no engine')));
    await expect(startEngine()).rejects.toThrow('no engine');
  });

  test('setEngineStarter rejects a value that is not a function', () => {
    expect(() => setEngineStarter('wasm' as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', where: 'setEngineStarter', received: '"wasm"' }),
    );
  });
});
