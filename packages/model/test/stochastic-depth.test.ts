// What the layer is; what it does while training is in the tests of @polyhead/training, and its predictions are in
// keras.test.ts.
import { regression } from '@polyhead/core';
import {
  buildNetwork,
  type Block,
  branch,
  denseBlock,
  fromArtifacts,
  residualBlock,
  stochasticDepth,
  toArtifacts,
} from '@polyhead/model';
import golden from './golden/networks.json';
import { quietCpu } from './tiny-network';

beforeAll(quietCpu);

const networkOf = (...blocks: Block[]) =>
  buildNetwork({ tasks: { age: regression() }, imageShape: [8, 8, 3], branches: { age: branch(blocks) } });

test('is the layer that Keras writes for it, with the same settings, before and after saving', async () => {
  const network = networkOf(residualBlock(3, { stochasticDepth: 0.2 }));
  const copy = await fromArtifacts(await toArtifacts(network));
  for (const { model } of [network, copy]) {
    const { rate, noiseShape } = model.getLayer('age_stochastic_depth').getConfig();
    expect({ rate, noise_shape: noiseShape }).toEqual(golden.stochasticDepth.config);
  }
  for (const each of [network, copy]) each.dispose();
});

test('goes behind any shape, and leaves nothing behind where the rate is 0', () => {
  const network = networkOf(denseBlock(4), stochasticDepth(0.5), stochasticDepth(0));
  const layers = network.model.layers.filter(({ name }) => name.includes('stochastic_depth'));
  expect(layers.map((layer) => layer.getConfig()['noiseShape'])).toEqual([[null, 1]]);
  network.dispose();
});

test.each([-0.1, 1, NaN])('rejects a rate of %p', (rate) => {
  expect(() => stochasticDepth(rate)).toThrow(
    `stochasticDepth: "rate" must be a number of at least 0 and below 1, got ${rate}.`,
  );
  expect(() => residualBlock(4, { stochasticDepth: rate })).toThrow(
    `residualBlock: "stochasticDepth" must be a number of at least 0 and below 1, got ${rate}.`,
  );
});
