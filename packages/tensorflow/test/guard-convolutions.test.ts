// Strided 1 x 1 convolutions and padding in numbers, of which TensorFlow's own kernels and graphs fail for some sizes.
// packages/polyhead/test/reliability/convolutions.test.ts compares all convolutions, with checked memory.
import { compile, loadTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { describeNative } from './native';
import { expectRelativelyClose, graphOf } from './own-operations';
import { pretendProcessor } from './pretend-processor';

type Given = Readonly<Record<'x' | 'filter', tf.Tensor4D>>;
type Shape4 = [number, number, number, number];
type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor;

const resultsOf =
  (convolve: Convolve) =>
  ({ x, filter }: Given): Record<'y' | 'dx' | 'dFilter', tf.Tensor> => {
    const loss = (image: tf.Tensor, weights: tf.Tensor): tf.Tensor =>
      tf.sum(tf.sin(convolve(image as tf.Tensor4D, weights as tf.Tensor4D)));
    const [dx, dFilter] = tf.grads(loss)([x, filter]) as [tf.Tensor, tf.Tensor];
    return { y: convolve(x, filter), dx, dFilter };
  };

const given = (rows: number, filterShape: Shape4): Given => ({
  x: tf.randomUniform([rows, 9, 8, filterShape[2]], -1, 1, 'float32', 1),
  filter: tf.randomUniform(filterShape, -1, 1, 'float32', 2),
});

/** Every second row and third column, taken one by one. */
const visited: Convolve = (x, filter) =>
  tf.conv2d(tf.gather(tf.gather(x, [0, 2, 4, 6, 8], 1), [0, 3, 6], 2), filter, 1, 'valid');

describeNative('convolutions that TensorFlow fails at', () => {
  beforeAll(() => loadTensorFlow());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());
  afterEach(() => void jest.restoreAllMocks());

  const strided: Convolve = (x, filter) => tf.conv2d(x, filter, [2, 3], 'same');
  const padded: Convolve = (x, filter) => tf.depthwiseConv2d(x, filter, 2, 1, 'NHWC', 1, 'floor');
  const around: [number, number][] = [0, 1, 1, 0].map((zeros) => [zeros, zeros]);
  const surrounded: Convolve = (x, filter) => tf.depthwiseConv2d(tf.pad(x, around), filter, 2, 'valid');

  const column: Convolve = (x, filter) => tf.conv2d(x, filter, [1, 8], 'same');
  const above: [number, number][] = [0, 1, 0, 0].map((zeros) => [zeros, zeros]);
  const firstColumns: Convolve = (x, filter) =>
    tf.conv2d(tf.pad(tf.slice(x, [0, 0, 0, 0], [-1, -1, 3, -1]), above), filter, 1, 'valid');

  it.each<[string, Convolve, Convolve, Shape4]>([
    ['a strided 1 x 1 convolution reads only the pixels that it visits', strided, visited, [1, 1, 3, 5]],
    ['a gray convolution of one wide stride reads the first columns', column, firstColumns, [3, 3, 1, 2]],
    ['padding in numbers is zeros around the image', padded, surrounded, [3, 2, 3, 2]],
  ])('%s, eager and in a graph for any batch', (_, convolve, expected, filterShape) => {
    const compiled = compile(resultsOf(convolve), { batched: ['x'] });
    for (const rows of [7, 1]) {
      const inputs = given(rows, filterShape);
      const wanted = resultsOf(expected)(inputs);
      for (const results of [resultsOf(convolve)(inputs), compiled.run(inputs)])
        for (const name of ['y', 'dx', 'dFilter'] as const) expectRelativelyClose(results[name], wanted[name], 1e-5);
    }
    compiled.dispose();
  });

  it('takes the pixels in bfloat16 where that is wanted', () => {
    pretendProcessor('flags : avx512_bf16');
    const inputs = given(4, [1, 1, 3, 5]);
    const compiled = compile(resultsOf(strided), { precision: 'bfloat16' });
    const [results, wanted] = [compiled.run(inputs), resultsOf(visited)(inputs)];
    for (const name of ['y', 'dx', 'dFilter'] as const) expectRelativelyClose(results[name], wanted[name], 0.03);
    expect(graphOf(resultsOf(strided), inputs, { precision: 'bfloat16' })).toContain('StridedSliceGrad');
    compiled.dispose();
  });

  it.each<[string, (rate: number) => Convolve, Shape4]>([
    ['', (rate) => (x, filter) => tf.conv2d(x, filter, 1, 'same', 'NHWC', [1, rate]), [3, 2, 3, 4]],
    ['depthwise ', (rate) => (x, filter) => tf.depthwiseConv2d(x, filter, 1, 'same', 'NHWC', [1, rate]), [3, 2, 3, 2]],
  ])(
    'has the gradients of a dilated %sconvolution, those of a filter with zeros, eager and in a graph',
    (_, at, shape) => {
      const inputs = given(4, shape);
      const [left, right] = tf.split(inputs.filter, 2, 1) as [tf.Tensor4D, tf.Tensor4D];
      const larger = tf.concat([left, tf.zerosLike(left), right], 1);
      const wanted = resultsOf(at(1))({ ...inputs, filter: larger });
      const compiled = compile(resultsOf(at(2)), { batched: ['x'] });
      for (const results of [resultsOf(at(2))(inputs), compiled.run(inputs)]) {
        for (const name of ['y', 'dx'] as const) expectRelativelyClose(results[name], wanted[name], 1e-5);
        expectRelativelyClose(results.dFilter, tf.gather(wanted.dFilter, [0, 2], 1), 1e-5);
      }
      compiled.dispose();
    },
  );

  it('gives a batch of no images the shape that it must have, and gradients of 0', () => {
    const { y, dx, dFilter } = resultsOf((x, filter) => tf.conv2d(x, filter, 2, 'same'))(given(0, [3, 3, 3, 4]));
    expect([y.shape, dx.shape]).toEqual([
      [0, 5, 4, 4],
      [0, 9, 8, 3],
    ]);
    expect([...dFilter.dataSync()]).toEqual(Array<number>(108).fill(0));
  });
});
