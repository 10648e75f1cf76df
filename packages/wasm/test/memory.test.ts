import '@tensorflow/tfjs-layers';
import {
  add,
  backend,
  conv2d,
  maxPool,
  memory,
  mul,
  relu,
  setBackend,
  sum,
  tidy,
  variable,
  variableGrads,
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { kernel, on, start, values } from './on-both';

beforeAll(start);

const heapBytes = () => (backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;

describe('memory', () => {
  it("that is not there is an error with advice, of these kernels and of tfjs' own", () => {
    setBackend('wasm');
    const [column, row] = [values([40_000, 1], 1), values([1, 40_000], 2)];
    const attrs = { transposeA: false, transposeB: false };
    expect(() => kernel('BatchMatMul', { a: column, b: row }, attrs)).toThrow(/no room for 6104 MiB.*smaller batches/);
    expect(() => add(column, row)).toThrow(/no room for 6104 MiB/);
    expect(on('wasm', () => add(values([2], 1), 1))[0]).toHaveLength(2);
  });

  it('does not grow over a thousand steps of training', () => {
    setBackend('wasm');
    const [filter, bias, gamma, beta] = [
      variable(values([3, 3, 2, 4], 1)),
      variable(values([4], 2)),
      variable(values([4], 3)),
      variable(values([4], 4)),
    ] as [Variable, Variable, Variable, Variable];
    const x = values([2, 6, 6, 2], 5);
    const loss = () => {
      const y = kernel<Tensor>(
        'PolyheadConv2D',
        { x, filter, bias },
        { strides: [1, 1], pad: 'same', dilations: [1, 1], activation: 'linear' },
      );
      const [z] = kernel<Tensor[]>('PolyheadReluBatchNormPool', { x: y, gamma, beta }, { epsilon: 1e-3, poolSize: 2 });
      return sum(
        mul(
          kernel<Tensor>('PolyheadDropout', { x: z! }, { rate: 0.2, seed: 1, step: 1 }),
          maxPool(relu(conv2d(x as Tensor4D, filter as unknown as Tensor4D, 1, 'same')), 2, 2, 'same'),
        ),
      ) as Scalar;
    };
    const step = () =>
      tidy(() => {
        const { grads } = variableGrads(loss) as { grads: NamedTensorMap };
        [filter, bias, gamma, beta].forEach((weight) =>
          weight.assign(
            kernel<Tensor>('PolyheadSgd', { weight, gradient: grads[weight.name]! }, { learningRate: 1e-6 }),
          ),
        );
      });
    for (let i = 0; i < 10; i++) step();
    const [tensors, heap] = [memory().numTensors, heapBytes()];
    for (let i = 0; i < 1000; i++) step();
    expect(memory().numTensors).toBe(tensors);
    expect(heapBytes()).toBe(heap);
  });
});
