// The networks of this package against Keras 3's, from the same weights: golden/make-networks.py.
import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import golden from './golden/networks.json';
import { formulaImages, kerasNetworks, setFormulaWeights } from './golden/keras-networks';
import { quietCpu } from './tiny-network';

beforeAll(quietCpu);

test.each(['faceNet', 'everyBlock', 'scaled'] as const)(
  '%s computes what Keras computes from the same weights, within 1e-5',
  (name) => {
    const { imageSize, images, outputs } = golden[name];
    const network = kerasNetworks[name](imageSize);
    setFormulaWeights(network);
    const predicted = tidy(() => {
      const x = tensor4d(formulaImages(images, imageSize), [images, imageSize, imageSize, 3]);
      return [network.model.predictOnBatch(x)].flat().map((output) => Array.from(output.dataSync()));
    });
    network.dispose();
    predicted.forEach((values, output) => {
      const expected = outputs[output]?.flat() ?? [];
      expect(values).toHaveLength(expected.length);
      values.forEach((value, index) => expect(Math.abs(value - (expected[index] ?? NaN))).toBeLessThan(1e-5));
    });
  },
);

test.each([
  ['faceNet', 198],
  ['everyBlock', 64],
  ['chain', 48],
] as const)('the summary of %s is the text that Keras prints', (name, imageSize) => {
  const network = kerasNetworks[name](imageSize);
  expect(network.summary().split('\n')).toEqual(golden.summaries[name].split('\n'));
  network.dispose();
});
