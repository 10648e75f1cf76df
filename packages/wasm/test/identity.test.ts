import '@tensorflow/tfjs-layers';
import { cast, clone, dispose, grad, memory, setBackend, tensor } from '@tensorflow/tfjs-core';
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

  it('copy nothing on the way back, where tfjs casts to the type that is there', () => {
    setBackend('wasm');
    const x = values([1000], 1);
    const [before, same] = [memory().numDataBuffers, cast(x, 'float32')];
    expect(memory().numDataBuffers).toBe(before);
    dispose(x);
    expect(same.dataSync()).toHaveLength(1000);
    dispose(same);
    const dx = grad((y) => clone(y))(values([3], 1), values([3], 2));
    expect(Array.from(dx.dataSync())).toEqual(Array.from(values([3], 2).dataSync()));
  });

  it('of strings still work', () => {
    setBackend('wasm');
    expect(clone(tensor(['a', 'b'])).dataSync()).toEqual(['a', 'b']);
  });
});
