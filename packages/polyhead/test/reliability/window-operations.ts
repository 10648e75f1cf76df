// Random convolutions and poolings for the fuzz of the engines, and how to compute one with its gradients.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

type Pair = readonly [number, number];
type Padding = 'same' | 'valid' | number | readonly Pair[];

/** What an operation takes, and the gradient of its result: without it, no gradients are computed. */
export interface Inputs {
  readonly x: tf.Tensor;
  readonly filter: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly dy?: tf.Tensor;
}

const kinds = [
  'conv2d',
  'fusedConv2d',
  'conv1d',
  'conv2dTranspose',
  'depthwise',
  'fusedDepthwise',
  'separable',
  'maxPool',
  'avgPool',
] as const;

/** One operation on windows of images, by its sizes. */
export interface WindowOperation {
  readonly kind: (typeof kinds)[number];
  readonly batch: number;
  /** Height and width of the images. */
  readonly size: Pair;
  readonly channels: number;
  /** Filters, or the multiplier of a depthwise convolution. */
  readonly filters: number;
  /** Height and width of the windows. */
  readonly window: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Padding;
  readonly seed: number;
}

/** The result and the gradients by name. */
export type Results = Readonly<Record<string, tf.Tensor>>;

const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const mostly = (small: fc.Arbitrary<number>, any: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ weight: 2, arbitrary: small }, { weight: 1, arbitrary: any });
const pair = (side: fc.Arbitrary<number>): fc.Arbitrary<Pair> =>
  fc.oneof(
    side.map((both) => [both, both] as const),
    fc.tuple(side, side),
  );
const explicit = fc
  .tuple(between(0, 3), between(0, 3), between(0, 3), between(0, 3))
  .map(([top, bottom, left, right]): Padding => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

/** Products that the plain JavaScript engine multiplies in some hundredths of a second. */
const mostProducts = 2e6;

/** Sizes at which an engine has failed. */
export const formerFaults: readonly WindowOperation[] = [
  // oneDNN wrote past the end of a buffer
  faulty('conv2d', { batch: 8, size: [16, 16], channels: 3, filters: 8, strides: [2, 2] }),
  faulty('conv2d', { batch: 8, size: [32, 32], channels: 3, filters: 16, strides: [2, 2] }),
  faulty('conv1d', { batch: 8, size: [1, 64], channels: 3, filters: 8, strides: [1, 2] }),
  faulty('conv2dTranspose', { batch: 8, size: [16, 16], channels: 8, filters: 3, strides: [2, 2] }),
  // and read memory outside of the image
  faulty('conv2d', { size: [8, 2], channels: 1, window: [3, 3], strides: [1, 2] }),
  faulty('separable', { size: [31, 2], channels: 1, filters: 4, window: [4, 4], strides: [1, 4] }),
  // TensorFlow ended the process when it compiled the graph
  faulty('depthwise', {
    channels: 2,
    window: [3, 3],
    pad: [
      [0, 0],
      [1, 1],
      [0, 2],
      [0, 0],
    ],
  }),
  // the wasm backend of tfjs computed other numbers
  faulty('depthwise', { batch: 1, size: [3, 3], window: [2, 2], strides: [3, 3] }),
  faulty('fusedDepthwise', { size: [8, 7], filters: 2, window: [3, 2], strides: [4, 3] }),
  faulty('separable', { size: [12, 12], channels: 3, window: [2, 2], strides: [3, 3] }),
  // and wrote outside of its memory
  faulty('depthwise', { batch: 1, size: [31, 31], channels: 7, window: [2, 2], strides: [4, 4], pad: 1 }),
];

function faulty(kind: WindowOperation['kind'], sizes: Partial<WindowOperation>): WindowOperation {
  const [one, size] = [[1, 1] as const, [8, 8] as const];
  const small = { batch: 2, size, channels: 4, filters: 1, window: one, strides: one, dilations: one };
  return { kind, ...small, pad: 'same', seed: 1, ...sizes };
}

/** Operations of every kind, most of them small, that tfjs takes. */
export const windowOperations: fc.Arbitrary<WindowOperation> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    batch: between(1, 3),
    size: pair(mostly(between(1, 12), between(13, 34))),
    channels: mostly(between(1, 8), between(9, 40)),
    filters: mostly(between(1, 8), fc.constantFrom(12, 16, 24, 32, 40)),
    window: pair(mostly(between(1, 2), between(3, 5))),
    strides: pair(between(1, 4)),
    dilations: fc.oneof({ weight: 4, arbitrary: fc.constant([1, 1] as const) }, pair(between(1, 3))),
    pad: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Padding>('same', 'valid') },
      { weight: 1, arbitrary: between(0, 2) },
      { weight: 1, arbitrary: explicit },
    ),
    seed: fc.nat(1e6),
  })
  .map(withPossibleSizes)
  .filter((operation) => isPossible(operation) && products(operation) <= mostProducts);

/** The operation in one line, which also is a program's way to repeat it. */
export function describeOperation(operation: WindowOperation): string {
  return JSON.stringify(operation);
}

/** What tfjs lets each kind have, and few enough filters where each channel has its own. */
function withPossibleSizes(operation: WindowOperation): WindowOperation {
  const { kind, size, window, strides, dilations, filters, pad } = operation;
  const isDilated = dilations.some((step) => step > 1);
  const flat = kind === 'conv1d';
  const isString = typeof pad === 'string';
  const takesNumbers = kind !== 'separable' && kind !== 'conv2dTranspose';
  const isPool = kind === 'maxPool' || kind === 'avgPool';
  const noDilation = isPool || kind === 'conv2dTranspose';
  // tfjs computes both sides of the result from the height of windows, strides and dilations if the padding is a number
  const isSquare = [window, strides, dilations].every(([down, across]) => down === across);
  const paddingOfKind = isString || (!flat && takesNumbers && (typeof pad !== 'number' || isSquare)) ? pad : 'same';
  return {
    ...operation,
    size: flat ? [1, size[1]] : size,
    window: flat ? [1, window[1]] : window,
    strides: isDilated && !noDilation ? [1, 1] : flat ? [1, strides[1]] : strides,
    dilations: noDilation ? [1, 1] : flat ? [1, dilations[1]] : dilations,
    filters: kind.toLowerCase().includes('depthwise') || kind === 'separable' ? Math.ceil(filters / 10) : filters,
    pad: paddingOfKind,
  };
}

/** Whether the windows fit: a result has at least one pixel, and every window of a pooling at least one inside. */
function isPossible(operation: WindowOperation): boolean {
  const { kind, pad, window } = operation;
  const around = typeof pad === 'number' ? [pad] : typeof pad === 'string' ? [] : pad.flat();
  if (kind.endsWith('Pool') && around.some((pixels) => pixels >= Math.min(...window))) return false;
  try {
    const { outHeight, outWidth } = geometryOf(operation);
    return outHeight > 0 && outWidth > 0;
  } catch {
    return false; // a padding after which strides do not divide the image
  }
}

function geometryOf({ batch, size, channels, window, strides, dilations, pad }: WindowOperation): {
  readonly outHeight: number;
  readonly outWidth: number;
} {
  const [shape, filter] = [
    [batch, ...size, channels],
    [...window, channels, 1],
  ] as [Shape4, Shape4];
  return tf.backend_util.computeConv2DInfo(
    shape,
    filter,
    [...strides],
    [...dilations],
    pad as 'same',
    typeof pad === 'string' ? undefined : 'floor',
  );
}

type Shape4 = [number, number, number, number];

function products(operation: WindowOperation): number {
  const { kind, batch, channels, filters, window, strides } = operation;
  const { outHeight, outWidth } = geometryOf(operation);
  const scale = kind === 'conv2dTranspose' ? (strides[0] * strides[1]) ** 2 : 1;
  return batch * outHeight * outWidth * window[0] * window[1] * channels * filters * scale;
}

/** Numbers in [-1, 1] of a shape, the same for a seed. */
export function randomTensor(shape: readonly number[], seed: number): tf.Tensor {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, next), [...shape]);
}

/**
 * The tensors that an operation takes.
 * @param shape Shape of the result if the gradients are wanted too.
 */
export function inputsOf(operation: WindowOperation, shape?: readonly number[]): Inputs {
  const { kind, batch, size, channels, filters, window, seed } = operation;
  const perChannel = ['depthwise', 'fusedDepthwise', 'separable'].includes(kind);
  const last = kind === 'conv2dTranspose' ? [filters, channels] : [channels, filters];
  return {
    x: randomTensor([batch, ...size, channels], seed),
    filter: randomTensor([...window, ...last], seed + 1),
    bias: randomTensor([perChannel ? channels * filters : filters], seed + 2),
    ...(shape && { dy: randomTensor(shape, seed + 3) }),
  };
}

/** The result of an operation on the current engine, and its gradients if `inputs` has that of the result. */
export function resultsOf(operation: WindowOperation, { x, filter, bias, dy }: Inputs): Results {
  const run = (image: tf.Tensor, weights: tf.Tensor): tf.Tensor =>
    apply(operation, image as tf.Tensor4D, weights as tf.Tensor4D, bias as tf.Tensor1D);
  const y = run(x, filter);
  if (dy === undefined) return { y };
  if (operation.kind.endsWith('Pool')) return { y, dx: tf.grad((image) => run(image, filter))(x, dy) };
  const [dx, dFilter] = tf.grads(run)([x, filter], dy) as [tf.Tensor, tf.Tensor];
  return { y, dx, dFilter };
}

function apply(operation: WindowOperation, x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor {
  const { kind, size, channels, filters, window } = operation;
  const [strides, dilations] = [
    [...operation.strides] as [number, number],
    [...operation.dilations] as [number, number],
  ];
  const pad = operation.pad as 'same';
  const rounding = typeof pad === 'string' ? undefined : 'floor';
  if (kind === 'conv2d') return tf.conv2d(x, filter, strides, pad, 'NHWC', dilations, rounding);
  if (kind === 'depthwise') return tf.depthwiseConv2d(x, filter, strides, pad, 'NHWC', dilations, rounding);
  if (kind === 'maxPool') return tf.maxPool(x, [...window], strides, pad, rounding);
  if (kind === 'avgPool') return tf.avgPool(x, [...window], strides, pad, rounding);
  const fused = { x, filter, strides, pad, dilations, bias, activation: 'relu', dimRoundingMode: rounding } as const;
  if (kind === 'fusedConv2d') return tf.fused.conv2d(fused);
  if (kind === 'fusedDepthwise') return tf.fused.depthwiseConv2d(fused);
  if (kind === 'conv1d')
    return tf.conv1d(
      tf.squeeze<tf.Tensor3D>(x, [1]),
      tf.squeeze<tf.Tensor3D>(filter, [0]),
      strides[1],
      pad,
      'NWC',
      dilations[1],
    );
  if (kind === 'separable') {
    const pointwise = randomTensor([1, 1, channels * filters, 3], operation.seed + 4) as tf.Tensor4D;
    return tf.separableConv2d(x, filter, pointwise, strides, pad, dilations);
  }
  const grown = size.map((side, axis) =>
    pad === 'same' ? side * strides[axis]! : (side - 1) * strides[axis]! + window[axis]!,
  ) as [number, number];
  return tf.conv2dTranspose(x, filter, [x.shape[0], ...grown, filters], strides, pad);
}
