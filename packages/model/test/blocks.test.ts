// One contract for every block; what they compute is in keras.test.ts.
import { regression } from '@polyhead/core';
import {
  buildNetwork,
  type Block,
  branch,
  convBlock,
  denseBlock,
  describeNetwork,
  flatten,
  globalAveragePool,
  residualBlock,
  separableBlock,
  sharedTrunk,
  squeezeExcite,
  stem,
} from '@polyhead/model';
import fc from 'fast-check';
import { memory } from '@tensorflow/tfjs-core';
import { quietCpu } from './tiny-network';

beforeAll(quietCpu);

/** Classes and output shapes (without the number of images) that blocks put between image and output. */
function layersOf(blocks: readonly Block[], side = 12): [className: string, shape: (number | null)[]][] {
  const network = buildNetwork({
    tasks: { age: regression() },
    imageShape: [side, side, 3],
    branches: { age: branch(blocks) },
  });
  const { layers } = describeNetwork(network);
  network.dispose();
  return layers.map(({ className, outputShape }) => [className, outputShape.slice(1)]);
}

/** Shape behind some blocks, before the output. */
function shapeAfter(blocks: readonly Block[], side: number): (number | null)[] | undefined {
  const shapes = layersOf(blocks, side).map(([, shape]) => shape);
  return shapes.filter((shape) => shape.length === 3).at(-1);
}

test('convBlock is convolution, ReLU, normalization, pooling and dropout, in this order', () => {
  const names = layersOf([convBlock(4, { pool: 3, dropout: 0.25 })]).map(([name]) => name);
  expect(names).toEqual([
    'InputLayer',
    'Conv2D',
    'Activation',
    'BatchNormalization',
    'MaxPooling2D',
    'Dropout',
    'Flatten',
    'Dense',
    'Activation',
  ]);
});

test('convBlock leaves out what it is told to leave out', () => {
  const names = layersOf([convBlock(4, { pool: 1, batchNorm: false, activation: 'linear' })]).map(([name]) => name);
  expect(names).toEqual(['InputLayer', 'Conv2D', 'Flatten', 'Dense', 'Activation']);
});

test('denseBlock is a dense layer, ReLU, normalization and dropout, and flattens a feature map first', () => {
  const names = layersOf([denseBlock(4, { dropout: 0.5 })]).map(([name]) => name);
  expect(names).toEqual([
    'InputLayer',
    'Flatten',
    'Dense',
    'Activation',
    'BatchNormalization',
    'Dropout',
    'Dense',
    'Activation',
  ]);
  expect(layersOf([flatten(), denseBlock(4, { dropout: 0.5 })]).map(([name]) => name)).toEqual(names);
});

test('each block shrinks the image as it says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 9, max: 20 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      (side, strides, pool, filters) => {
        const strided = Math.ceil(side / strides);
        const pooled = Math.floor(strided / pool);
        expect(shapeAfter([convBlock(filters, { strides, pool })], side)).toEqual([pooled, pooled, filters]);
        expect(shapeAfter([separableBlock(filters, { strides, pool })], side)).toEqual([pooled, pooled, filters]);
        expect(shapeAfter([residualBlock(filters, { strides })], side)).toEqual([strided, strided, filters]);
        expect(shapeAfter([stem(filters), squeezeExcite({ ratio: 2 })], side)).toEqual([
          Math.ceil(side / 4),
          Math.ceil(side / 4),
          filters,
        ]);
      },
    ),
    { numRuns: 15 },
  );
  expect(layersOf([globalAveragePool()])[1]).toEqual(['GlobalAveragePooling2D', [3]]);
});

test.each([
  [() => convBlock(0), 'convBlock: "filters" must be a whole number of at least 1, got 0.'],
  [() => convBlock(4, { pool: 1.5 }), 'convBlock: "pool" must be a whole number of at least 1, got 1.5.'],
  [
    () => separableBlock(4, { kernelSize: NaN }),
    'separableBlock: "kernelSize" must be a whole number of at least 1, got NaN.',
  ],
  [
    () => residualBlock(4, { dropout: 1 }),
    'residualBlock: "dropout" must be a number of at least 0 and below 1, got 1. Pass 0 for none.',
  ],
  [() => denseBlock(-1), 'denseBlock: "units" must be a whole number of at least 1, got -1.'],
  [() => squeezeExcite({ ratio: 0 }), 'squeezeExcite: "ratio" must be a whole number of at least 1, got 0.'],
  [
    () => convBlock(4, { momentum: 2 }),
    'convBlock: "momentum" must be a number of at least 0 and below 1, got 2. Pass e.g. 0.99.',
  ],
  [() => stem(8, { kernelSize: 0 }), 'stem: "kernelSize" must be a whole number of at least 1, got 0.'],
  [
    () => convBlock(4, { droput: 0.5 } as object),
    'convBlock: expected options by their names, got "droput". Did you mean "dropout"?',
  ],
  [
    () => convBlock(4, { activation: 'rleu' as 'relu' }),
    'convBlock: "activation" must be one of elu, gelu, linear, mish, relu, relu6, selu, swish, tanh, got "rleu".',
  ],
  [() => denseBlock(4, { activation: 'rleu' as 'relu' }), 'denseBlock: "activation" must be one of elu, '],
  [() => residualBlock(4, { activation: 'rleu' as 'relu' }), 'residualBlock: "activation" must be one of elu, '],
  [
    () => separableBlock(4, { padding: 'vaild' as 'valid' }),
    'separableBlock: "padding" must be one of same, valid, got "vaild".',
  ],
  [() => branch([], { from: 'imgae' as 'image' }), 'branch: "from" must be one of image, trunk, got "imgae".'],
  [() => sharedTrunk([]), 'sharedTrunk: expected at least one block, got none.'],
])('%s is rejected where it is written', (make, message) => {
  expect(make).toThrow(message);
});

test('a block that fails leaves no weights behind', () => {
  const { numTensors } = memory();
  const broken: Block = () => {
    throw new Error('broken block');
  };
  expect(() => layersOf([convBlock(4), broken])).toThrow('broken block');
  expect(memory().numTensors).toBe(numTensors);
});
