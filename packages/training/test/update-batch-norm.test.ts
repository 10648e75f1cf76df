import type { Network } from '@polyhead/model';
import { type Batch, binary, regression } from '@polyhead/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { updateBatchNorm } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40, unit: 'years' }), gender: binary(['x', 'y']) };
const source = tinySource(tasks, { size: 20, batchSize: 20, shuffle: false });

const outputs = ({ model, imageShape }: Network, { images, size }: Batch, training: boolean): number[][] =>
  tf.tidy(() => [model.apply(tf.div(tf.tensor4d(Float32Array.from(images), [size, ...imageShape]), 255), { training })].flat().map((output) => Array.from((output as tf.Tensor).dataSync())));

const weightsOf = ({ model }: Network, trainable: boolean): number[][] =>
  (trainable ? model.trainableWeights : model.nonTrainableWeights).map((weight) => Array.from(weight.read().dataSync()));

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
    outputs(net, batch, false).forEach((values, output) => values.forEach((value, row) => expect(value).toBeCloseTo(expected[output]![row]!, 4)));
  });

  it('measures means and variances over all pictures, however they are batched', async () => {
    const layer = (net: Network): number[][] => net.model.layers.find((each) => each.getClassName() === 'BatchNormalization')!.getWeights().slice(2).map((weight) => Array.from(weight.dataSync()));
    const [whole, parts] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    await updateBatchNorm(whole, source);
    await updateBatchNorm(parts, tinySource(tasks, { size: 30, seed: 5 }));
    await updateBatchNorm(parts, tinySource(tasks, { size: 20, batchSize: 7 }));
    layer(whole).flat().forEach((value, channel) => expect(layer(parts).flat()[channel]).toBeCloseTo(value, 5));
  });

  it('leaves weights, dropout and tensors as they were', async () => {
    const net = tinyNetwork(tasks, { dropout: 0.5 });
    const [weights, tensors, settings] = [weightsOf(net, true), tf.memory().numTensors, JSON.stringify(net.model.layers.map((layer) => layer.getConfig()))];
    await updateBatchNorm(net, source);
    expect([weightsOf(net, true), tf.memory().numTensors, JSON.stringify(net.model.layers.map((layer) => layer.getConfig()))]).toEqual([weights, tensors, settings]);
  });

  it('refuses a source without a picture and a count of batches that is none', async () => {
    await expect(updateBatchNorm(tinyNetwork(tasks), { ...source, batches: async function* () {} })).rejects.toThrow('updateBatchNorm: expected at least one picture');
    await expect(updateBatchNorm(tinyNetwork(tasks), source, { batches: 0 })).rejects.toThrow('"batches"');
  });
});
