import { useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { describeNative } from './native';

describeNative('dropout', () => {
  beforeAll(() => useTensorFlow());
  const drop = (size: number, rate: number): number[] =>
    tf.tidy(() =>
      Array.from(
        (
          tf.engine().runKernel('PolyheadDropout', { x: tf.ones([size]) }, { rate, seed: 3, step: 5 }) as tf.Tensor
        ).dataSync(),
      ),
    );

  it.each([
    [0.25, 4 / 3],
    [0.3, 65536 / (65536 - 19661)],
    [1 - 2 ** -16, 65536],
    [1 - 2 ** -18, 65536],
    [1 - Number.EPSILON, 65536],
  ])('at the rate %d gives 0 or %d, as many times as keeps the mean', (rate, scale) => {
    const values = drop(200_000, rate);
    const kept = values.filter((value) => value !== 0);
    kept.forEach((value) => expect(value / scale).toBeCloseTo(1, 6));
    expect(kept.length / values.length).toBeCloseTo(1 - rate, 2);
  });
});
