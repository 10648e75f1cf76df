// Gradients of filters and biases by polyhead's own operation, in graphs on processors with AVX2; TensorFlow's are their oracle.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describeNative } from './native';
import { expectRelativelyClose, graphOf } from './own-operations';
import { pretendProcessor } from './pretend-processor';

interface Given {
  readonly x: tf.Tensor4D;
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

const cases = fc.record({
  seed: fc.nat(1e6),
  batch: fc.constantFrom<number>(1, 2, 19),
  size: fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 30, max: 50 })),
  channels: fc.integer({ min: 1, max: 9 }),
  filters: fc.constantFrom<number>(16, 32, 48),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })),
  padding: fc.constantFrom('same' as const, 'valid' as const),
});

const gradientsOf = (padding: 'same' | 'valid', strides = 1) => ({ x, kernel, bias }: Given): Record<'kernel' | 'bias', tf.Tensor> => {
  const loss = (weights: tf.Tensor, offset: tf.Tensor): tf.Tensor => tf.sum(tf.sin(tf.add(tf.conv2d(x, weights as tf.Tensor4D, strides, padding), offset)));
  const [ofKernel, ofBias] = tf.grads((weights, offset) => loss(weights!, offset!))([kernel, bias]);
  return { kernel: ofKernel!, bias: ofBias! };
};

function random({ seed, batch, size, channels, filters, filter }: typeof cases extends fc.Arbitrary<infer T> ? T : never): Given & Record<string, tf.Tensor> {
  const uniform = (shape: number[], offset: number): tf.Tensor => tf.randomUniform(shape, -1, 1, 'float32', seed + offset);
  return { x: uniform([batch, ...size, channels], 1) as tf.Tensor4D, kernel: uniform([...filter, channels, filters], 2) as tf.Tensor4D, bias: uniform([filters], 3) as tf.Tensor1D };
}

describeNative('gradients of filters', () => {
  beforeAll(() => useTensorFlow());
  beforeEach(() => pretendProcessor('flags : avx2 fma'));
  afterEach(() => void jest.restoreAllMocks());
  const one = { seed: 1, batch: 2, size: [32, 32] as [number, number], channels: 3, filters: 16, filter: [3, 3] as [number, number], padding: 'same' as const };

  it('are those of TensorFlow, and of the biases too', () => {
    fc.assert(fc.property(cases, (c) => tf.tidy(() => {
      const given = random(c);
      const compiled = compile(gradientsOf(c.padding));
      const [actual, expected] = [compiled.run(given), gradientsOf(c.padding)(given)];
      for (const name of ['kernel', 'bias'] as const) expectRelativelyClose(actual[name], expected[name], 1e-4);
      compiled.dispose();
    })), { numRuns: 40 });
  });

  it('come from one operation for both, where the processor has AVX2', () => {
    const graph = graphOf(gradientsOf('same'), random(one));
    expect(graph).toContain('PolyheadConv2DBackpropFilter');
    expect(graph).not.toContain('BiasAddGrad');
    pretendProcessor('flags : sse4_2');
    expect(graphOf(gradientsOf('same'), random(one))).not.toContain('PolyheadConv2DBackpropFilter');
  });

  it.each([['steps of two pixels', gradientsOf('same', 2), {}], ['narrow pictures', gradientsOf('same'), { size: [32, 8] }], ['many weights', gradientsOf('same'), { channels: 128, filters: 128 }], ['filters that fill no vector', gradientsOf('same'), { filters: 24 }]])('are left to TensorFlow for %s', (_, run, other) => {
    expect(graphOf(run, random({ ...one, ...(other as object) }))).not.toContain('PolyheadConv2DBackpropFilter');
  });

  it('bring the bias once where two filters stand behind one sum', () => {
    const both = ({ x, kernel, bias }: Given): Record<string, tf.Tensor> => {
      const [first, second, ofBias] = tf.grads((a, b, offset) => tf.sum(tf.sin(tf.add(tf.add(tf.conv2d(x, a as tf.Tensor4D, 1, 'same'), tf.conv2d(x, b as tf.Tensor4D, 1, 'same')), offset!))))([kernel, tf.mul(kernel, 2), bias]);
      return { first: first!, second: second!, bias: ofBias! };
    };
    const compiled = compile(both);
    const [actual, expected] = [compiled.run(random(one)), both(random(one))];
    Object.entries(expected).forEach(([name, value]) => expectRelativelyClose(actual[name]!, value, 1e-4));
    compiled.dispose();
  });
});
