import type { Network } from '@polyhead/model';
import { type Batch, binary, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers as tfLayers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { updateBatchNorm, type UpdateBatchNormOptions } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { networkOf, tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40, unit: 'years' }), gender: binary(['x', 'y']) };
const source = tinySource(tasks, { size: 20, batchSize: 20, shuffle: false });

const outputs = ({ model, imageShape }: Network, { images, size }: Batch, training: boolean): number[][] =>
  tf.tidy(() =>
    [model.apply(tf.div(tf.tensor4d(Float32Array.from(images), [size, ...imageShape]), 255), { training })]
      .flat()
      .map((output) => Array.from((output as tf.Tensor).dataSync())),
  );

const weightsOf = ({ model }: Network, trainable: boolean): number[][] =>
  (trainable ? model.trainableWeights : model.nonTrainableWeights).map((weight) =>
    Array.from(weight.read().dataSync()),
  );

async function firstBatch(): Promise<Batch> {
  for await (const batch of source.batches(0)) return batch;
  throw new Error('no batch');
}

beforeAll(useCpu);

describe('updateBatchNorm', () => {
  it('makes predictions on what it saw those of training without dropout', async () => {
    const [net, still] = [tinyNetwork(tasks, { dropout: 0.5 }), tinyNetwork(tasks, { dropout: 0 })];
    const batch = await firstBatch();
    const expected = outputs(still, batch, true);
    await updateBatchNorm(net, source);
    outputs(net, batch, false).forEach((values, output) =>
      values.forEach((value, row) => expect(value).toBeCloseTo(expected[output]![row]!, 4)),
    );
  });

  it('measures means and variances over all images, however they are batched', async () => {
    const layer = (net: Network): number[][] =>
      net.model.layers
        .find((each) => each.getClassName() === 'BatchNormalization')!
        .getWeights()
        .slice(2)
        .map((weight) => Array.from(weight.dataSync()));
    const [whole, parts] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    await updateBatchNorm(whole, source);
    await updateBatchNorm(parts, tinySource(tasks, { size: 30, seed: 5 }));
    await updateBatchNorm(parts, tinySource(tasks, { size: 20, batchSize: 7 }));
    layer(whole)
      .flat()
      .forEach((value, channel) => expect(layer(parts).flat()[channel]).toBeCloseTo(value, 5));
  });

  it('sends small batches through together, so that deep statistics are those of larger batches', async () => {
    const nets = await Promise.all(
      [32, 4].map(async (batchSize) => {
        const net = tinyNetwork(tasks);
        await updateBatchNorm(net, tinySource(tasks, { size: 40, batchSize, shuffle: false }));
        return net;
      }),
    );
    const [large, small] = nets.map((net) => weightsOf(net, false).flat());
    expect(small).toEqual(large);
  });

  it('leaves weights, dropout and tensors as they were', async () => {
    const net = tinyNetwork(tasks, { dropout: 0.5 });
    const [weights, tensors, settings] = [
      weightsOf(net, true),
      tf.memory().numTensors,
      JSON.stringify(net.model.layers.map((layer) => layer.getConfig())),
    ];
    await updateBatchNorm(net, source);
    expect([
      weightsOf(net, true),
      tf.memory().numTensors,
      JSON.stringify(net.model.layers.map((layer) => layer.getConfig())),
    ]).toEqual([weights, tensors, settings]);
  });

  it.each([{ scale: false }, { center: false }, { scale: false, center: false }])(
    'measures normalizations with %p as well',
    async (options) => {
      const input = tfLayers.input({ shape: [6, 6, 1] });
      const norm = tfLayers.batchNormalization(options);
      const outputs = [1, 2].map(
        () => tfLayers.dense({ units: 1 }).apply(tfLayers.flatten().apply(norm.apply(input))) as SymbolicTensor,
      );
      const net = networkOf(makeModel({ inputs: input, outputs: [outputs[0]!, outputs[1]!] }), tasks, [6, 6, 1]);
      await updateBatchNorm(net, source);
      const pixels = Array.from((await firstBatch()).images, (value) => value / 255);
      const mean = pixels.reduce((sum, value) => sum + value) / pixels.length;
      const variance = pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length;
      const [movingMean, movingVariance] = norm
        .getWeights()
        .slice(-2)
        .map((weight) => weight.dataSync()[0]!);
      expect(movingMean).toBeCloseTo(mean, 5);
      expect(movingVariance).toBeCloseTo(variance, 5);
    },
  );

  it('runs on the fused kernels of the engine, in parts that need less memory, and measures the same', async () => {
    const [onCpu, net] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    await updateBatchNorm(onCpu, source);
    const expected = weightsOf(onCpu, false).flat();
    await useWasm({ threads: 1 });
    const profiled = async (options: UpdateBatchNormOptions) => ({
      ...(await tf.profile(async () => void (await updateBatchNorm(net, source, options)))),
    }); // tfjs uses one object for all profiles
    const [parts, whole] = [await profiled({ microBatchSize: 5 }), await profiled({})];
    expect(whole.kernelNames).toContain('PolyheadReluBatchNormPool');
    expect(parts.peakBytes).toBeLessThan(whole.peakBytes);
    weightsOf(net, false)
      .flat()
      .forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 4));
    await useCpu();
  });

  it('with microBatchSize, sends batches through in parts whose moments are put together', async () => {
    const first = (net: Network): number[] =>
      net.model.layers
        .find((each) => each.getClassName() === 'BatchNormalization')!
        .getWeights()
        .slice(2)
        .flatMap((weight) => Array.from(weight.dataSync()));
    const [whole, parts] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    await updateBatchNorm(whole, source);
    const sizes = new Set<number>();
    const { apply } = parts.model;
    parts.model.apply = (inputs, kwargs) => (
      sizes.add((inputs as tf.Tensor).shape[0]!),
      apply.call(parts.model, inputs, kwargs)
    );
    await updateBatchNorm(parts, source, { microBatchSize: 7 });
    expect([...sizes].sort()).toEqual([6, 7]);
    first(whole).forEach((value, channel) => expect(first(parts)[channel]).toBeCloseTo(value, 5));
    await expect(updateBatchNorm(parts, source, { microBatchSize: 0.5 })).rejects.toThrow(
      'updateBatchNorm: "microBatchSize" must be a whole number of at least 1, got 0.5.',
    );
  });

  it('puts averages, layers and tensors back where it fails in the middle', async () => {
    const net = tinyNetwork(tasks, { dropout: 0.5 });
    await updateBatchNorm(net, source);
    const state = (): unknown => [
      weightsOf(net, false),
      tf.memory().numTensors,
      net.model.layers.map((layer) => [Object.hasOwn(layer, 'call'), layer.getConfig()]),
    ];
    const before = JSON.stringify(state());
    const breaking = {
      ...tinySource(tasks),
      batches: async function* () {
        yield await firstBatch();
        throw new Error('unplugged');
      },
    };
    await expect(updateBatchNorm(net, breaking)).rejects.toThrow('unplugged');
    expect(JSON.stringify(state())).toBe(before);
  });

  it('reads no image where the network has no batch normalization', async () => {
    let asked = false;
    await updateBatchNorm(tinyNetwork(tasks, { norm: false }), {
      ...source,
      batches: (...from) => ((asked = true), source.batches(...from)),
    });
    expect(asked).toBe(false);
  });

  it('rejects a source without an image and a count of batches that is none', async () => {
    await expect(updateBatchNorm(tinyNetwork(tasks), { ...source, batches: async function* () {} })).rejects.toThrow(
      'updateBatchNorm: expected at least one image',
    );
    await expect(updateBatchNorm(tinyNetwork(tasks), source, { batches: 0 })).rejects.toThrow('"batches"');
  });
});
