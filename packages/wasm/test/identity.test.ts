import { clone, dispose, memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import { start, values } from './on-both';

beforeAll(start);

describe('clones', () => {
  it('share the memory and outlive the original', () => {
    setBackend('wasm');
    const x = values([1000], 1);
    const before = memory().numDataBuffers;
    const copy = clone(x);
    expect(memory().numDataBuffers).toBe(before);
    const data = Array.from(x.dataSync());
    dispose(x);
    expect(Array.from(copy.dataSync())).toEqual(data);
    dispose(copy);
    expect(memory().numDataBuffers).toBe(before - 1);
  });

  it('of strings still work', () => {
    setBackend('wasm');
    expect(clone(tensor(['a', 'b'])).dataSync()).toEqual(['a', 'b']);
  });
});
