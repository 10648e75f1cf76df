// averageNetworks: several networks as one.
import {
  buildNetwork,
  averageNetworks,
  branch,
  flatten,
  fromArtifacts,
  type Network,
  toArtifacts,
} from '@polyhead/model';
import { memory, type Tensor, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { quietCpu, tinyNetwork, tinyTasks, weightsOf } from './tiny-network';

beforeAll(quietCpu);

/** What goes into the activations of three outputs, or what comes out, for two images. */
function outputsOf({ model: whole }: Network, logits = false): Float32Array[] {
  const outputs = whole.outputs.map((output) => (logits ? (output.inputs[0] as SymbolicTensor) : output));
  const images = Float32Array.from({ length: 180 }, (_, index) => ((index * 37) % 101) / 100);
  return tidy(() =>
    (model({ inputs: whole.inputs, outputs }).predict(tensor4d(images, [2, 6, 5, 3])) as Tensor[]).map((output) =>
      output.dataSync<'float32'>(),
    ),
  );
}

/** A tiny network whose biases and moving averages are not those of a new one. */
function trained(seed: number): Network<typeof tinyTasks> {
  const network = tinyNetwork(seed);
  tidy(() =>
    network.model.setWeights(
      weightsOf(network).map((values, index) =>
        tensor(
          values.map((value) => value + ((seed + index) % 5) / 10),
          network.model.weights[index]!.shape as number[],
        ),
      ),
    ),
  );
  return network;
}

describe('averageNetworks', () => {
  test('has the mean of the logits of every task before its activation', () => {
    const networks = [trained(1), trained(2), trained(3)];
    const average = averageNetworks(networks);
    const parts = networks.map((network) => outputsOf(network, true));
    outputsOf(average, true).forEach((logits, task) => {
      logits.forEach((value, index) =>
        expect(value).toBeCloseTo(parts.reduce((sum, part) => sum + part[task]![index]!, 0) / 3, 5),
      );
    });
    expect(outputsOf(average).map((output) => output.length)).toEqual([2, 6, 2]);
    expect(average.tasks).toBe(networks[0]!.tasks);
    for (const each of [average, ...networks]) each.dispose();
  });

  test('of a network with itself says what the network says', () => {
    const network = trained(4);
    const average = averageNetworks([network, network]);
    outputsOf(average).forEach((output, task) =>
      output.forEach((value, index) => expect(value).toBeCloseTo(outputsOf(network)[task]![index]!, 6)),
    );
    for (const each of [average, network]) each.dispose();
  });

  test('is a network like others: saved, loaded, and an average again', async () => {
    const [first, second] = [trained(1), trained(2)];
    const average = averageNetworks([first, second]);
    const loaded = await fromArtifacts(await toArtifacts(average), { tasks: tinyTasks });
    expect(outputsOf(loaded)).toEqual(outputsOf(average));
    const again = averageNetworks([loaded, average]);
    expect(again.model.layers.map(({ name }) => name)).toContain('network_2_network_1_fruit_dense');
    for (const each of [first, second, average, loaded, again]) each.dispose();
  });

  test('stays as it is when the networks in it change or go, and gives its memory back', () => {
    const { numTensors } = memory();
    const [first, second] = [trained(1), trained(2)];
    const average = averageNetworks([first, second]);
    const before = outputsOf(average);
    tidy(() => first.model.setWeights(second.model.getWeights()));
    for (const each of [first, second]) each.dispose();
    expect(outputsOf(average)).toEqual(before);
    average.dispose();
    expect(memory().numTensors).toBe(numTensors);
  });

  test('keeps how images were made, and does not guess where networks disagree', () => {
    const [first, second, third] = [trained(1), trained(2), trained(3)];
    first.preprocessing = second.preprocessing = { resize: 'bilinear' } as never;
    const average = averageNetworks([first, second]);
    expect(average.preprocessing).toEqual({ resize: 'bilinear' });
    expect(() => averageNetworks([first, third])).toThrow(
      'averageNetworks: expected network 2 to have the preprocessing of the first, {"resize":"bilinear"}, got "not known".',
    );
    for (const each of [average, first, second, third]) each.dispose();
  });

  test('rejects what is no list of two networks for the same tasks and images, and leaves nothing in memory', () => {
    const network = trained(1);
    const larger = buildNetwork({
      tasks: { size: tinyTasks.size },
      imageShape: [7, 5, 3],
      branches: { size: branch([flatten()]) },
    });
    const bare: Network = {
      ...larger,
      model: model({
        inputs: larger.model.inputs,
        outputs: layers
          .dense({ name: 'size_output', units: 1 })
          .apply(layers.flatten({}).apply(larger.model.inputs)) as SymbolicTensor,
      }),
    };
    const { numTensors } = memory();
    expect(() => averageNetworks(network as never)).toThrow('averageNetworks: expected a list of networks, got ');
    expect(() => averageNetworks([network])).toThrow(
      'averageNetworks: expected at least two networks, got 1. Pass e.g. [first, second].',
    );
    expect(() => averageNetworks([network, larger as never])).toThrow(
      'averageNetworks: expected network 2 to have the tasks of the first',
    );
    expect(() => averageNetworks([larger, bare as never])).toThrow(
      'averageNetworks: each output must be an activation layer, got Dense "size_output".',
    );
    expect(() => averageNetworks([network, network.model as never])).toThrow(
      'averageNetworks: expected a list of networks, got an object without',
    );
    expect(memory().numTensors).toBe(numTensors);
    for (const each of [network, larger, bare]) each.dispose();
    expect(() => averageNetworks([trained(1), network])).toThrow(
      'averageNetworks: network 2: the network must still have its weights, got one that was disposed of.',
    );
  });
});
