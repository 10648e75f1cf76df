import '@tensorflow/tfjs-layers';
import { elu, grad, leakyRelu, mul, relu, relu6, sum, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, start, values } from './on-both';

beforeAll(start);

const ACTIVATIONS: Record<string, (x: Tensor) => Tensor> = { relu, relu6, elu, leakyRelu: (x) => leakyRelu(x, 0.3) };
const ODD = [NaN, 0, -0, Infinity, -Infinity, 6, 6.5, -1, 1e-40, 3];

describe.each(Object.keys(ACTIVATIONS))('the gradient of %s', (name) => {
  const activation = ACTIVATIONS[name]!;

  it("equals the cpu backend's", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 70 }), (seed, size) => {
        expect(
          difference(() =>
            grad((x) => sum(mul(activation(mul(x, 8)), values([size], seed + 1))))(values([size], seed)),
          ),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  it("equals the cpu backend's at zero, infinity and NaN", () => {
    expect(difference(() => grad((x) => sum(activation(x)))(tensor1d(ODD)))).toBe(0);
  });
});
