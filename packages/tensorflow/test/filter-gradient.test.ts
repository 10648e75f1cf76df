// Gradients of filters and biases by polyhead's own operation, in graphs on processors with AVX2; TensorFlow's are
// their oracle.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describeNative } from './native';
import {
  type ConvolutionGiven,
  convolutionShapes,
  expectRelativelyClose,
  graphOf,
  oneConvolution,
  randomConvolution,
} from './own-operations';
import { pretendProcessor } from './pretend-processor';

const gradientsOf =
  (padding: 'same' | 'valid', strides = 1) =>
  ({ x, kernel, bias }: ConvolutionGiven): Record<'kernel' | 'bias', tf.Tensor> => {
    const loss = (weights: tf.Tensor, offset: tf.Tensor): tf.Tensor =>
      tf.sum(tf.sin(tf.add(tf.conv2d(x, weights as tf.Tensor4D, strides, padding), offset)));
    const [ofKernel, ofBias] = tf.grads((weights, offset) => loss(weights!, offset!))([kernel, bias]);
    return { kernel: ofKernel!, bias: ofBias! };
  };

describeNative('gradients of filters', () => {
  beforeAll(() => useTensorFlow());
  beforeEach(() => pretendProcessor('flags : avx2 fma'));
  afterEach(() => void jest.restoreAllMocks());

  it('are those of TensorFlow, and of the biases too', () => {
    fc.assert(
      fc.property(convolutionShapes(4), fc.constantFrom('same' as const, 'valid' as const), (shape, padding) =>
        tf.tidy(() => {
          const given = randomConvolution(shape);
          const compiled = compile(gradientsOf(padding));
          const [actual, expected] = [compiled.run(given), gradientsOf(padding)(given)];
          for (const name of ['kernel', 'bias'] as const) expectRelativelyClose(actual[name], expected[name], 1e-4);
          compiled.dispose();
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('come from one operation for both, where the processor has AVX2', () => {
    const graph = graphOf(gradientsOf('same'), randomConvolution(oneConvolution));
    expect(graph).toContain('PolyheadConv2DBackpropFilter');
    expect(graph).not.toContain('BiasAddGrad');
    pretendProcessor('flags : sse4_2');
    expect(graphOf(gradientsOf('same'), randomConvolution(oneConvolution))).not.toContain(
      'PolyheadConv2DBackpropFilter',
    );
  });

  it.each([
    ['steps of two pixels', gradientsOf('same', 2), {}],
    ['narrow images', gradientsOf('same'), { size: [32, 8] }],
    ['many weights', gradientsOf('same'), { channels: 128, filters: 128 }],
    ['filters that fill no vector', gradientsOf('same'), { filters: 24 }],
  ])('are left to TensorFlow for %s', (_, run, other) => {
    expect(graphOf(run, randomConvolution({ ...oneConvolution, ...(other as object) }))).not.toContain(
      'PolyheadConv2DBackpropFilter',
    );
  });

  it('bring the bias once where two filters stand behind one sum', () => {
    const both = ({ x, kernel, bias }: ConvolutionGiven): Record<string, tf.Tensor> => {
      const [first, second, ofBias] = tf.grads((a, b, offset) =>
        tf.sum(
          tf.sin(
            tf.add(
              tf.add(tf.conv2d(x, a as tf.Tensor4D, 1, 'same'), tf.conv2d(x, b as tf.Tensor4D, 1, 'same')),
              offset!,
            ),
          ),
        ),
      )([kernel, tf.mul(kernel, 2), bias]);
      return { first: first!, second: second!, bias: ofBias! };
    };
    const compiled = compile(both);
    const [actual, expected] = [
      compiled.run(randomConvolution(oneConvolution)),
      both(randomConvolution(oneConvolution)),
    ];
    Object.entries(expected).forEach(([name, value]) => expectRelativelyClose(actual[name]!, value, 1e-4));
    compiled.dispose();
  });
});
