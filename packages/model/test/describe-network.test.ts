import { describeNetwork, type NetworkDescription } from '@polyhead/model';
import { quietCpu, tinyNetwork } from './tiny-network';

let description: NetworkDescription;
beforeAll(async () => {
  await quietCpu();
  const network = tinyNetwork();
  description = describeNetwork(network);
  network.dispose();
});

describe('describeNetwork', () => {
  test('is plain data', () => expect(JSON.parse(JSON.stringify(description))).toEqual(description));

  test('tells each layer’s class, sizes and connections', () => {
    const [, conv] = description.layers;
    expect(conv).toEqual({
      name: 'trunk_conv2d',
      className: 'Conv2D',
      outputShape: [null, 6, 5, 4],
      parameters: 112,
      trainableParameters: 112,
      inbound: ['image'],
    });
    const norm = description.layers.find(({ name }) => name === 'size_batch_normalization');
    expect(norm).toMatchObject({
      parameters: 12,
      trainableParameters: 6,
      branch: 'size',
      inbound: ['size_activation'],
    });
  });

  test('gives a layer to a branch where it works for one task only', () => {
    const shared = description.layers.filter(({ branch }) => branch === undefined).map(({ name }) => name);
    expect(shared).toEqual([
      'image',
      'trunk_conv2d',
      'trunk_activation',
      'trunk_batch_normalization',
      'trunk_max_pooling2d',
    ]);
    for (const { name, branch } of description.layers)
      if (branch !== undefined) expect(name).toMatch(new RegExp(`^${branch}_`));
  });

  test('puts each layer behind those that feed it, and adds up', () => {
    const names = description.layers.map(({ name }) => name);
    for (const [index, { inbound }] of description.layers.entries())
      for (const source of inbound) expect(names.indexOf(source)).toBeLessThan(index);
    expect(description.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(description.parameters);
    expect(description.outputs).toEqual(['size', 'fruit', 'ripe'].map((task) => ({ task, layer: `${task}_output` })));
  });
});
