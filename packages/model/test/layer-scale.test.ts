// The layer's predictions are held against Keras' LayerScale in keras.test.ts.
import { regression } from '@polyhead/core';
import { buildNetwork, type Block, branch, flatten, layerScale, residualBlock } from '@polyhead/model';
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { model as makeModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { quietCpu } from './tiny-network';

beforeAll(quietCpu);

const networkOf = (...blocks: Block[]) =>
  buildNetwork({ tasks: { age: regression() }, imageShape: [4, 5, 3], branches: { age: branch(blocks) } });

/** Any image, and what comes out of a layer for it. */
const image = Array.from({ length: 60 }, (_, index) => ((index * 37) % 60) / 60);
function outputOf(layerName: string, ...blocks: Block[]): number[] {
  const network = networkOf(...blocks);
  const part = makeModel({ inputs: network.model.inputs, outputs: network.model.getLayer(layerName).output });
  const values = tidy(() => Array.from((part.predict(tensor4d(image, [1, 4, 5, 3])) as Tensor).dataSync()));
  network.dispose();
  return values;
}

test('begins by multiplying with its initial value', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, min: -2, max: 2 }), (initialValue) => {
      const scaled = outputOf('age_layer_scale', layerScale({ initialValue }));
      scaled.forEach((value, index) => expect(value).toBeCloseTo(image[index]! * initialValue, 5));
    }),
    { numRuns: 10 },
  );
  expect(outputOf('age_layer_scale', layerScale())[1]).toBeCloseTo(0.1 * image[1]!, 6);
});

test('learns one number for each channel', () => {
  const network = networkOf(layerScale());
  expect(network.model.getLayer('age_layer_scale').trainableWeights.map(({ shape }) => shape)).toEqual([[1, 1, 3, 1]]);
  network.dispose();
});

test('a residual block whose scale begins at 0 begins as its shortcut, and at 1 as it always did', () => {
  const zero = outputOf('age_activation_1', residualBlock(3, { initialScale: 0 }));
  zero.forEach((value, index) => expect(value).toBeCloseTo(image[index]!, 6));
  expect(outputOf('age_activation_1', residualBlock(3, { initialScale: 1 }))).toEqual(
    outputOf('age_activation_1', residualBlock(3)),
  );
});

test('rejects rows, and values that are no numbers', () => {
  expect(() => networkOf(flatten(), layerScale())).toThrow('layerScale: expected a feature map [h, w, c], got [60].');
  expect(() => layerScale({ initialValue: NaN })).toThrow(
    'layerScale: "initialValue" must be a finite number, got NaN.',
  );
  expect(() => residualBlock(4, { initialScale: Infinity })).toThrow(
    'residualBlock: "initialScale" must be a finite number, got Infinity.',
  );
});
