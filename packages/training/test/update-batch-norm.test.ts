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

  it('takes plain means over the batches', async () => {
    const [once, twice] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    await updateBatchNorm(once, source, { batches: 1 });
    await updateBatchNorm(twice, tinySource(tasks, { size: 30, seed: 5 }));
    await updateBatchNorm(twice, { ...source, batches: async function* () { yield* source.batches(0); yield* source.batches(0); } });
    weightsOf(once, false).flat().forEach((value, index) => expect(weightsOf(twice, false).flat()[index]).toBeCloseTo(value, 4));
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
