// Operation by operation: what tfjs gives eagerly, a graph gives too, with its gradient, at a batch size that was not
// recorded.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { describeNative } from './native';

type T = tf.Tensor;
type Kind = 'any' | 'positive' | 'small' | 'whole' | 'flags';

interface Operation {
  run: (...inputs: never[]) => T | T[];
  /** Shapes of the inputs with rows, without the rows; whole numbers where the kind says so. */
  rows?: readonly number[][];
  /** Shapes of inputs without rows, which come after them. */
  fixed?: readonly number[][];
  /** Values of the inputs, one kind for all or one for each; default `any`, -2 to 2. */
  kind?: Kind | readonly Kind[];
  /** Whether tfjs has its gradient; default true where all inputs are float32. */
  gradient?: boolean;
  /** How often it is recorded, where three small sizes do not tell all sizes; default 3. */
  recordings?: number;
}

const flat = [[4]];
const images = [[6, 5, 3]];
const pair = [
  [2, 3],
  [2, 3],
];

/** Operations of one input, on [n, 2, 3]. */
const unary: Record<string, Kind> = {
  abs: 'any',
  acosh: 'positive',
  asin: 'small',
  asinh: 'any',
  atan: 'any',
  atanh: 'small',
  ceil: 'any',
  cos: 'any',
  cosh: 'any',
  elu: 'any',
  erf: 'any',
  exp: 'any',
  expm1: 'any',
  floor: 'any',
  leakyRelu: 'any',
  log: 'positive',
  log1p: 'positive',
  logSigmoid: 'any',
  neg: 'any',
  reciprocal: 'positive',
  relu: 'any',
  relu6: 'any',
  round: 'any',
  rsqrt: 'positive',
  selu: 'any',
  sigmoid: 'any',
  sign: 'any',
  sin: 'any',
  sinh: 'any',
  softplus: 'any',
  sqrt: 'positive',
  square: 'any',
  step: 'any',
  tan: 'small',
  tanh: 'any',
};
/** Operations of two inputs: of equal shapes, with one row for all, and each spread over the other. */
const binary: Record<string, Kind> = {
  add: 'any',
  sub: 'any',
  mul: 'any',
  div: 'positive',
  divNoNan: 'positive',
  maximum: 'any',
  minimum: 'any',
  mod: 'positive',
  pow: 'positive',
  squaredDifference: 'any',
  atan2: 'positive',
  floorDiv: 'positive',
  prelu: 'any',
};
/** Of these tfjs has no gradient, or none where one input is spread over the other. */
const noGradient = ['divNoNan'];
const noSpreadGradient = ['divNoNan', 'maximum', 'minimum', 'squaredDifference'];
const comparisons = ['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual'];
const reductions: Record<string, Kind> = {
  sum: 'any',
  mean: 'any',
  max: 'any',
  min: 'any',
  prod: 'positive',
  logSumExp: 'any',
  euclideanNorm: 'any',
};

/** The function of tfjs with this name. */
// operations by the names of the table
const named = (name: string) => (tf as unknown as Record<string, (...words: unknown[]) => T>)[name]!;
const reduction =
  (name: string) =>
  (x: T, axes?: number | number[], keep = false): T =>
    name === 'euclideanNorm' ? tf.norm(x, 'euclidean', axes, keep) : named(name)(x, axes, keep);

const operations: Record<string, Operation> = {
  ...Object.fromEntries(
    Object.entries(unary).map(([name, kind]) => [name, { run: (x: T) => named(name)(x), rows: [[2, 3]], kind }]),
  ),
  ...Object.fromEntries(
    Object.entries(binary).flatMap(([name, kind]): [string, Operation][] => [
      [
        `${name} of equal shapes`,
        { run: (a: T, b: T) => named(name)(a, b), rows: pair, kind, gradient: !noGradient.includes(name) },
      ],
      [
        `${name} with a vector`,
        {
          run: (a: T, b: T) => named(name)(a, b),
          rows: [[2, 3]],
          fixed: [[3]],
          kind,
          gradient: !noSpreadGradient.includes(name),
        },
      ],
      ...(name === 'prelu'
        ? []
        : [
            [
              `${name}, each spread`,
              {
                run: (a: T, b: T) => named(name)(a, b),
                rows: [
                  [2, 1],
                  [1, 3],
                ],
                kind,
                gradient: !noSpreadGradient.includes(name),
              },
            ] as [string, Operation],
            [
              `${name} with a number`,
              { run: (a: T) => named(name)(a, 0.75), rows: [[3]], kind, gradient: !noGradient.includes(name) },
            ] as [string, Operation],
          ]),
    ]),
  ),
  ...Object.fromEntries(
    comparisons.flatMap((name): [string, Operation][] => [
      [name, { run: (a: T, b: T) => named(name)(a, b), rows: pair, kind: 'whole' }],
      [
        `${name} of fractions`,
        { run: (a: T, b: T) => named(name)(a, b), rows: [[2, 3]], fixed: [[1]], gradient: false },
      ],
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(reductions).flatMap((name): [string, Operation][] => [
      [`${name} of all`, { run: (x: T) => reduction(name)(x), rows: [[2, 3]], kind: reductions[name]! }],
      [`${name} over rows`, { run: (x: T) => reduction(name)(x, 0), rows: [[2, 3]], kind: reductions[name]! }],
      [
        `${name} within rows`,
        { run: (x: T) => reduction(name)(x, [1, 2], true), rows: [[2, 3]], kind: reductions[name]! },
      ],
      [
        `${name} over the last axis`,
        { run: (x: T) => reduction(name)(x, name === 'prod' ? 2 : -1), rows: [[2, 3]], kind: reductions[name]! },
      ],
    ]),
  ),
  'all and any': { run: (x: T) => [tf.all(x), tf.any(x, 1), tf.all(x, 0, true)], rows: [[3]], kind: 'flags' },
  'logical operations': {
    run: (a: T, b: T) => [tf.logicalAnd(a, b), tf.logicalOr(a, b), tf.logicalXor(a, b), tf.logicalNot(a)],
    rows: [[3], [3]],
    kind: 'flags',
  },
  'argMax and argMin': { run: (x: T) => [tf.argMax(x, -1), tf.argMin(x, 1)], rows: flat, gradient: false },
  'mean of whole numbers': { run: (x: T) => [tf.mean(x), tf.mean(x, 1)], rows: [[2, 3]], kind: 'whole' },
  'sum of flags': { run: (x: T) => tf.sum(x, 1), rows: [[3]], kind: 'flags' },
  moments: { run: (x: T) => Object.values(tf.moments(x, [0, 1])), rows: [[2, 3]] },
  'isNaN, isFinite, isInf': {
    run: (x: T) => [tf.isNaN(tf.log(x)), tf.isFinite(tf.log(x)), tf.isInf(x)],
    rows: flat,
    gradient: false,
  },
  clipByValue: { run: (x: T) => tf.clipByValue(x, -0.5, 0.7), rows: flat },
  'clip by a scalar of the graph': { run: (x: T) => tf.minimum(x, tf.mean(x)), rows: flat, gradient: false },
  'arithmetic of whole numbers': {
    run: (a: T, b: T) => [
      tf.add(a, b),
      tf.mul(a, b),
      tf.sub(a, b),
      tf.floorDiv(a, tf.add(b, 1)),
      tf.mod(a, tf.add(b, tf.scalar(1, 'int32'))),
    ],
    rows: pair,
    kind: 'whole',
  },
  addN: { run: (...tensors: T[]) => tf.addN(tensors), rows: [[2], [2], [2]] },
  softmax: { run: (x: T) => tf.softmax(x), rows: [[2, 4]] },
  logSoftmax: { run: (x: T) => tf.logSoftmax(x), rows: flat },
  'matMul with weights': { run: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b), rows: flat, fixed: [[4, 3]] },
  'matMul, second transposed': {
    run: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b, false, true),
    rows: flat,
    fixed: [[3, 4]],
  },
  'matMul, first transposed': { run: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b, true), rows: [[4], [3]] },
  'matMul, both transposed': {
    run: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b, true, true),
    rows: flat,
    fixed: [[3, 7]],
    recordings: 2,
  },
  'matMul of batches': {
    run: (a: tf.Tensor3D, b: tf.Tensor3D) => tf.matMul(a, b),
    rows: [
      [2, 3],
      [3, 4],
    ],
  },
  'matMul of batches, second transposed': {
    run: (a: tf.Tensor3D, b: tf.Tensor3D) => tf.matMul(a, b, false, true),
    rows: [
      [2, 3],
      [4, 3],
    ],
  },
  'matMul of batches with one matrix': {
    run: (a: tf.Tensor3D, b: tf.Tensor3D) => tf.matMul(a, b),
    rows: [[2, 3]],
    fixed: [[1, 3, 4]],
    gradient: false,
  },
  'dense with bias and ReLU': {
    run: (x: tf.Tensor2D, kernel: tf.Tensor2D, bias: tf.Tensor1D) => tf.relu(tf.add(tf.matMul(x, kernel), bias)),
    rows: flat,
    fixed: [[4, 3], [3]],
  },
  'fused dense': {
    run: (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor1D) => tf.fused.matMul({ a, b, bias, activation: 'elu' }),
    rows: flat,
    fixed: [[4, 3], [3]],
  },
  dot: { run: (a: T, b: T) => tf.dot(a, b), rows: flat, fixed: [[4]] },
  einsum: { run: (a: T, b: T) => tf.einsum('bij,jk->bik', a, b), rows: [[2, 3]], fixed: [[3, 4]], gradient: false },
  ...Object.fromEntries(
    (
      [
        [1, 'same', 1],
        [2, 'same', 1],
        [1, 'valid', 1],
        [2, 'valid', 1],
        [[1, 2], 'same', 1],
        [1, 'same', 2],
        [1, 'valid', [2, 1]],
      ] as const
    ).map(([strides, padding, dilations]): [string, Operation] => [
      `conv2d, strides ${String(strides)}, padding ${padding}, dilations ${String(dilations)}`,
      {
        run: (x: tf.Tensor4D, filter: tf.Tensor4D) =>
          tf.conv2d(x, filter, strides as number, padding, 'NHWC', dilations as number),
        rows: images,
        fixed: [[3, 2, 3, 4]],
        gradient: dilations === 1,
      },
    ]),
  ),
  'conv2d with padding in numbers': {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D) =>
      tf.conv2d(x, filter, 1, [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ]),
    rows: images,
    fixed: [[3, 2, 3, 4]],
    gradient: false,
  },
  'conv2d, bias, ReLU': {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D, bias: T) => tf.relu(tf.add(tf.conv2d(x, filter, 1, 'same'), bias)),
    rows: images,
    fixed: [[3, 3, 3, 4], [4]],
  },
  'fused conv2d': {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D, bias: T) =>
      tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu6' }),
    rows: images,
    fixed: [[3, 3, 3, 4], [4]],
  },
  'fused depthwise conv2d': {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D, bias: T) =>
      tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
    rows: images,
    fixed: [[3, 3, 3, 2], [6]],
  },
  conv1d: {
    run: (x: tf.Tensor3D, filter: tf.Tensor3D) => tf.conv1d(x, filter, 2, 'same'),
    rows: [[8, 3]],
    fixed: [[3, 3, 4]],
  },
  conv2dTranspose: {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2dTranspose(x, filter, [x.shape[0], 12, 10, 4], 2, 'same'),
    rows: images,
    fixed: [[3, 3, 4, 3]],
  },
  conv3d: {
    run: (x: tf.Tensor5D, filter: tf.Tensor5D) => tf.conv3d(x, filter, 1, 'same'),
    rows: [[3, 4, 4, 2]],
    fixed: [[2, 2, 2, 2, 3]],
  },
  depthwiseConv2d: {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.depthwiseConv2d(x, filter, 1, 'same'),
    rows: images,
    fixed: [[3, 3, 3, 2]],
  },
  'depthwiseConv2d, strides 2': {
    run: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.depthwiseConv2d(x, filter, 2, 'valid'),
    rows: images,
    fixed: [[3, 3, 3, 1]],
  },
  separableConv2d: {
    run: (x: tf.Tensor4D, depthwise: tf.Tensor4D, pointwise: tf.Tensor4D) =>
      tf.separableConv2d(x, depthwise, pointwise, 1, 'same'),
    rows: images,
    fixed: [
      [3, 3, 3, 2],
      [1, 1, 6, 4],
    ],
  },
  ...Object.fromEntries(
    (['maxPool', 'avgPool'] as const).flatMap((name) =>
      (
        [
          [2, 2, 'valid'],
          [3, 2, 'same'],
          [3, 1, 'same'],
          [[2, 3], [1, 2], 'valid'],
        ] as const
      ).map(([size, strides, padding]): [string, Operation] => [
        `${name} ${String(size)}, strides ${String(strides)}, padding ${padding}`,
        { run: (x: tf.Tensor4D) => tf[name](x, size as number, strides as number, padding), rows: images },
      ]),
    ),
  ),
  'pool with dilations': { run: (x: tf.Tensor4D) => tf.pool(x, 2, 'max', 'same', 2, 1), rows: images },
  'pools in three dimensions': {
    run: (x: tf.Tensor5D) => [tf.maxPool3d(x, 2, 2, 'same'), tf.avgPool3d(x, 2, 1, 'valid')],
    rows: [[3, 4, 4, 2]],
  },
  'global pools': { run: (x: T) => [tf.mean(x, [1, 2]), tf.max(x, [1, 2])], rows: images },
  batchNorm: {
    run: (x: tf.Tensor2D, mean: tf.Tensor1D, variance: tf.Tensor1D, offset: tf.Tensor1D, scale: tf.Tensor1D) =>
      tf.batchNorm(x, mean, variance, offset, scale, 0.01),
    rows: flat,
    fixed: [[4], [4], [4], [4]],
    kind: 'positive',
  },
  'batchNorm of images': {
    run: (x: tf.Tensor4D, mean: tf.Tensor1D, variance: tf.Tensor1D, offset: tf.Tensor1D, scale: tf.Tensor1D) =>
      tf.batchNorm(x, mean, variance, offset, scale, 0.01),
    rows: images,
    fixed: [[3], [3], [3], [3]],
    kind: 'positive',
  },
  localResponseNormalization: { run: (x: tf.Tensor4D) => tf.localResponseNormalization(x, 2), rows: images },
  concat: { run: (a: T, b: T) => [tf.concat([a, b], 1), tf.concat([a, b], 0)], rows: pair },
  'stack and unstack within rows': { run: (a: T, b: T) => [tf.stack([a, b], 1), ...tf.unstack(a, 2)], rows: pair },
  'unstack rows': { run: (x: T) => tf.unstack(x), rows: flat, recordings: 4 },
  split: { run: (x: T) => [...tf.split(x, 2, 1), ...tf.split(x, [1, 3], 1)], rows: flat },
  slice: {
    run: (x: T) => [tf.slice(x, [0, 1], [-1, 2]), tf.slice(x, [0], [1]), tf.slice(x, [x.shape[0]! - 1, 1], [1, 2])],
    rows: flat,
  },
  stridedSlice: { run: (x: T) => tf.stridedSlice(x, [0, 3], [2, 0], [1, -1]), rows: flat, gradient: false },
  pad: {
    run: (x: T) =>
      tf.pad(
        x,
        [
          [0, 0],
          [1, 2],
        ],
        0.5,
      ),
    rows: flat,
  },
  mirrorPad: {
    run: (x: T) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 2],
        ],
        'reflect',
      ),
    rows: flat,
  },
  reshape: {
    run: (x: T) => [tf.reshape(x, [-1, 2]), tf.reshape(x, [x.shape[0]!, 3, 2]), tf.reshape(x, [x.size])],
    rows: [[2, 3]],
  },
  'expandDims and squeeze': {
    run: (x: T) => [tf.expandDims(x), tf.expandDims(x, -1), tf.squeeze(tf.expandDims(x, 1), [1])],
    rows: flat,
  },
  flatten: { run: (x: T) => tf.reshape(tf.neg(x), [x.shape[0]!, -1]), rows: images },
  transpose: { run: (x: T) => [tf.transpose(x), tf.transpose(x, [0, 2, 1])], rows: [[2, 3]] },
  tile: { run: (x: T) => tf.tile(x, [2, 3]), rows: flat },
  'broadcastTo within rows': { run: (x: T) => tf.broadcastTo(x, [x.shape[0]!, 3, 4]), rows: [[1, 4]] },
  'broadcastTo over rows': {
    run: (x: T, y: T) => tf.broadcastTo(y, [x.shape[0]!, 4]),
    rows: flat,
    fixed: [[4]],
    gradient: false,
  },
  reverse: { run: (x: T) => [tf.reverse(x, 1), tf.reverse(x)], rows: flat },
  'gather columns': { run: (x: T) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 1), rows: flat },
  'gather rows by an input': {
    run: (indices: T, table: T) => tf.gather(table, indices),
    rows: [[]],
    fixed: [[5, 3]],
    kind: ['whole', 'any'],
    gradient: false,
  },
  'gradient of a table of rows': {
    run: (indices: T, table: T) => tf.grad((given) => tf.sum(tf.square(tf.gather(given, indices))))(table),
    rows: [[]],
    fixed: [[5, 3]],
    kind: ['whole', 'any'],
    gradient: false,
  },
  gatherND: {
    run: (x: T) =>
      tf.gatherND(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [0, 2],
          ],
          [2, 2],
          'int32',
        ),
      ),
    rows: flat,
    gradient: false,
  },
  oneHot: { run: (x: T) => tf.oneHot(x as tf.Tensor1D, 5), rows: [[]], kind: 'whole', gradient: false },
  cast: {
    run: (x: T) => [tf.cast(x, 'int32'), tf.cast(x, 'bool'), tf.cast(tf.cast(x, 'int32'), 'float32')],
    rows: flat,
    gradient: false,
  },
  where: { run: (a: T, b: T) => tf.where(tf.greater(tf.range(0, 4), 1), a, b), rows: [[4], [4]] },
  'where by values': {
    run: (a: T, b: T) => [tf.where(tf.greater(a, b), a, b), tf.where(tf.greater(a, 0), a, tf.zerosLike(a))],
    rows: pair,
    gradient: false,
  },
  'zerosLike, onesLike, fill, range': {
    run: (x: T) => [
      tf.zerosLike(x),
      tf.onesLike(x),
      tf.fill([x.shape[0]!, 2], 3),
      tf.range(0, x.shape[0]!),
      tf.linspace(0, 1, 5),
      tf.eye(3),
      tf.eye(2, 3, [x.shape[0]!]),
    ],
    rows: flat,
    gradient: false,
  },
  cumsum: { run: (x: T) => [tf.cumsum(x, 1), tf.cumsum(x, 1, true, true)], rows: flat },
  'cumsum over rows, cumprod': { run: (x: T) => [tf.cumsum(x, 0), tf.cumprod(x, 1)], rows: flat, gradient: false },
  topk: { run: (x: T) => Object.values(tf.topk(x, 2)), rows: flat, gradient: false },
  'unsortedSegmentSum and scatterND': {
    run: (x: T) => [
      tf.unsortedSegmentSum(x, tf.range(0, x.shape[0]!, 1, 'int32') as tf.Tensor1D, x.shape[0]!),
      tf.scatterND(tf.tensor2d([[2]], [1, 1], 'int32'), tf.slice(x, 0, 1), [4, 4]),
    ],
    rows: flat,
    gradient: false,
  },
  bincount: {
    run: (x: T) => tf.bincount(tf.reshape(x, [-1]) as tf.Tensor1D, tf.tensor1d([]), 5),
    rows: [[3]],
    kind: 'whole',
    gradient: false,
  },
  'batchToSpaceND, spaceToBatchND, depthToSpace': {
    run: (x: tf.Tensor4D) => [
      tf.batchToSpaceND(
        tf.spaceToBatchND(
          x,
          [2, 1],
          [
            [0, 0],
            [0, 0],
          ],
        ),
        [2, 1],
        [
          [0, 0],
          [0, 0],
        ],
      ),
      tf.depthToSpace(tf.tile(x, [1, 1, 1, 4]), 2),
    ],
    rows: images,
    gradient: false,
  },
  resizeBilinear: { run: (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [9, 4]), rows: images },
  'resizeBilinear, corners aligned': {
    run: (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [3, 8], true),
    rows: images,
  },
  'resizeBilinear, half pixels': {
    run: (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [9, 4], false, true),
    rows: images,
    gradient: false,
  },
  resizeNearestNeighbor: { run: (x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [12, 10]), rows: images },
  'flip and crop': {
    run: (x: tf.Tensor4D) => [
      tf.image.flipLeftRight(x),
      tf.image.cropAndResize(
        x,
        tf.tensor2d([
          [0, 0, 0.5, 0.5],
          [0.1, 0.2, 1, 1],
        ]),
        tf.tensor1d([0, 0], 'int32'),
        [3, 3],
      ),
    ],
    rows: images,
    gradient: false,
  },
  ...Object.fromEntries(
    (
      [
        'absoluteDifference',
        'meanSquaredError',
        'huberLoss',
        'logLoss',
        'hingeLoss',
        'sigmoidCrossEntropy',
        'softmaxCrossEntropy',
      ] as const
    ).map((name): [string, Operation] => [
      `loss ${name}`,
      {
        run: (labels: T, predictions: T) =>
          tf.grads((a: T, b: T) => named('losses') && (tf.losses[name] as (x: T, y: T) => T)(a, b))([
            labels,
            predictions,
          ]),
        rows: [[4], [4]],
        kind: 'small',
        gradient: false,
      },
    ]),
  ),
};

/** Numbers without a pattern, and no two alike: ties have gradients of taste. */
function values(shape: readonly number[], kind: Kind, seed: number): T {
  const size = shape.reduce((product, side) => product * side, 1);
  const share = (index: number): number => ((index * 7919 + seed * 104729 + 31) % 9973) / 9973;
  const of = {
    any: (x: number) => 4 * x - 2,
    positive: (x: number) => 0.6 + x,
    small: (x: number) => 0.9 * x + 0.05,
    whole: (x: number) => Math.floor(5 * x),
    flags: (x: number) => Number(x > 0.4),
  }[kind];
  return tf.tensor(
    Array.from({ length: size }, (_, index) => of(share(index))),
    [...shape],
    kind === 'whole' ? 'int32' : kind === 'flags' ? 'bool' : 'float32',
  );
}

const kindAt = ({ kind = 'any' }: Operation, index: number): Kind => (typeof kind === 'string' ? kind : kind[index]!);

function inputsOf(operation: Operation, rows: number): Record<string, T> {
  const { rows: batched = [], fixed = [] } = operation;
  const shapes = [...batched.map((shape) => [rows, ...shape]), ...fixed];
  return Object.fromEntries(
    shapes.map((shape, index) => [`input${index}`, values(shape, kindAt(operation, index), index + 1)]),
  );
}

/** All that the operation gives, and the gradients of a sum of it that no two elements enter alike. */
function resultsOf({ run, gradient = true }: Operation, inputs: readonly T[]): Record<string, T> {
  const apply = (...given: T[]): T[] => [run(...(given as never[]))].flat();
  const derived =
    gradient && inputs.every(({ dtype }) => dtype === 'float32')
      ? tf.grads((...given: T[]) => tf.addN(apply(...given).map((output) => tf.sum(tf.sin(output)))))([...inputs])
      : [];
  return Object.fromEntries([
    ...apply(...inputs).map((tensor, index) => [`output${index}`, tensor]),
    ...derived.map((tensor, index) => [`gradient${index}`, tensor]),
  ]);
}

function largestDifference(one: T, other: T): number {
  expect([one.shape, one.dtype]).toEqual([other.shape, other.dtype]);
  const [numbers, others] = [one.dataSync(), other.dataSync()];
  return Array.from(numbers).reduce(
    (most, value, index) =>
      Math.max(
        most,
        Object.is(value, others[index]) ? 0 : Math.abs(value - others[index]!) / Math.max(1, Math.abs(others[index]!)),
      ),
    0,
  );
}

describeNative('operations', () => {
  beforeAll(() => useTensorFlow());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it.each(Object.entries(operations))('%s', (_, operation) => {
    let recordings = 0;
    const batched = (operation.rows ?? []).map((__, index) => `input${index}`);
    const compiled = compile(
      (inputs: Record<string, T>) => {
        recordings++;
        return resultsOf(operation, Object.values(inputs));
      },
      { batched },
    );
    for (const rows of operation.recordings === undefined ? [7, 1] : [7]) {
      const inputs = inputsOf(operation, rows);
      const [results, expected] = [compiled.run(inputs), resultsOf(operation, Object.values(inputs))];
      expect(Object.keys(results)).toEqual(Object.keys(expected));
      for (const name of Object.keys(expected))
        expect(largestDifference(results[name]!, expected[name]!)).toBeLessThan(1e-5);
    }
    expect(recordings).toBe(operation.recordings ?? 3);
    compiled.dispose();
  });

  it.each<[string, (x: tf.Tensor2D) => T, RegExp]>([
    [
      'dataSync',
      (x) => tf.mul(x, x.dataSync()[0]!),
      /^compile: the function reads the values of a tensor \(.*operations\.test\.ts:\d+/,
    ],
    [
      'dropout of tfjs',
      (x) => tf.dropout(x, 0.5),
      /draws a random number in JavaScript|makes a tensor of shape .* from JavaScript numbers/,
    ],
    [
      'multinomial',
      (x) => tf.multinomial(x, 2, 7),
      /uses the operation Multinomial \(.*operations\.test\.ts:\d+:\d+\), which draws random numbers/,
    ],
    [
      'unique',
      (x) => tf.unique(tf.reshape(x, [-1])).values,
      /uses the operation UniqueV2 \(.*operations\.test\.ts:\d+:\d+\), which makes a tensor whose shape depends on values/,
    ],
    [
      'nonMaxSuppression',
      (x) => tf.image.nonMaxSuppression(x, tf.ones([x.shape[0]]), 2),
      /uses the operation NonMaxSuppressionV3 \(/,
    ],
    [
      'complex numbers',
      (x) => tf.complex(x, x),
      /expected inputs, outputs and variables of float32, int32 or bool, got complex64/,
    ],
    [
      'strings',
      (x) => tf.mul(x, tf.cast(tf.equal(tf.tensor(['a']), tf.tensor(['b'])), 'float32')),
      /uses a tensor of strings \(.*operations\.test\.ts:\d+/,
    ],
  ])('%s cannot be compiled, and the error says why and where', (_, body, message) => {
    const compiled = compile(({ x }: { x: tf.Tensor2D }) => ({ y: body(x) }), { batched: ['x'] });
    const run = () => compiled.run({ x: tf.ones([3, 4]) });
    expect(run).toThrow(expect.objectContaining({ code: 'UNTRACEABLE' }));
    expect(run).toThrow(message);
    compiled.dispose();
  });
});
