// Memory: the same after every epoch, whatever the size of the data set; and asked about before training, not after
// hours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { imageBatches } from '@polyhead/batches';
import { buildFaceNet } from '@polyhead/model';
import { binary, type BatchSource, classification, faceTasks, regression, type TaskMap } from '@polyhead/core';
import { type Callback, train } from '@polyhead/training';
import { checkpoints, train as trainInNode } from '@polyhead/training/node';
import { useWasm } from '@polyhead/wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { deflateSync } from 'node:zlib';
import { heldBufferBytes } from '../../../../scripts/held-buffer-bytes';
import { pngFile } from '../../../../scripts/png-file';
import { networkOf, tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

const root = mkdtempSync(join(tmpdir(), 'polyhead-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const tasks = { dark: binary(['no', 'yes']), size: regression({ scale: 10 }) };

test('tensors and bytes after each epoch are those after the first, checkpoints included', async () => {
  await useCpu();
  const seen: number[][] = [];
  const watch: Callback = {
    name: 'watch',
    onEpochEnd: () => void seen.push([tf.memory().numTensors, tf.memory().numBytes]),
  };
  const face = faceTasks();
  const before = tf.memory().numTensors;
  const network = tinyNetwork(face);
  await train(network, {
    training: tinySource(face),
    validation: tinySource(face),
    epochs: 6,
    callbacks: [watch, checkpoints(join(root, 'run'))] as Callback<typeof face>[],
  });
  expect(new Set(seen.map(String)).size).toBe(1);
  network.model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

/** A PNG of 8 x 8 gray pixels. */
function grayPng(value: number): Buffer {
  const rows = Buffer.concat(Array.from({ length: 8 }, () => Buffer.concat([Buffer.alloc(1), Buffer.alloc(8, value)])));
  return pngFile({ width: 8, height: 8, colorType: 0 }, deflateSync(rows));
}

async function heldAfterEpochs(images: number, epochs: number): Promise<number[]> {
  const folder = mkdtempSync(join(root, 'images-'));
  const files = Array.from(
    { length: 32 },
    (_, index) => (writeFileSync(join(folder, `${index}.png`), grayPng(index * 8)), join(folder, `${index}.png`)),
  );
  const records = Array.from({ length: images }, (_, index) => ({
    file: files[index % 32] as string,
    dark: index % 32 < 16 ? ('yes' as const) : ('no' as const),
    size: index % 10,
  }));
  const training = imageBatches(records, {
    tasks,
    imageSize: 8,
    batchSize: 32,
    cache: 'disk',
    workers: 0,
  }) as BatchSource<typeof tasks>;
  const bytes: number[] = [];
  const watch: Callback = { name: 'watch', onEpochEnd: async () => void bytes.push(await heldBufferBytes()) };
  const network = tinyNetwork(tasks, { shape: [8, 8, 3], filters: 1 });
  await train(network, { training, epochs, callbacks: [watch] as Callback<typeof tasks>[] });
  await training.dispose?.();
  network.dispose();
  return bytes;
}

test('what is held in memory is flat over epochs and in the number of images, with the disk cache', async () => {
  await useCpu();
  const [small, large] = [await heldAfterEpochs(64, 4), await heldAfterEpochs(640, 2)];
  expect(Math.max(...small.slice(1)) - small[1]!).toBeLessThan(1e4);
  expect(large.at(-1)! - small.at(-1)!).toBeLessThan(5e4); // labels and order; the images would be 110 kB more
});

/** A network of one wide convolution. */
function wide<Tasks extends TaskMap>(side: number, filters: number, of: Tasks) {
  const image = layers.input({ shape: [side, side, 1] });
  const heads = Object.entries(of).map(([name, { units, activation }]) => {
    const pooled = layers
      .globalAveragePooling2d({})
      .apply(layers.conv2d({ filters, kernelSize: 1, padding: 'same' }).apply(image)) as SymbolicTensor;
    return layers
      .activation({ activation, name: `${name}_output` })
      .apply(layers.dense({ units }).apply(pooled)) as SymbolicTensor;
  });
  return networkOf(makeModel({ inputs: image, outputs: heads }), of, [side, side, 1]);
}

test('rejects a step that exceeds WebAssembly memory before training, and suggests sizes', async () => {
  tf.enableProdMode();
  await useWasm({ threads: 1 });
  const fruit = { fruit: classification(['a', 'b']) };
  const network = wide(256, 32, fruit);
  const read = jest.fn();
  const training = {
    ...tinySource(fruit, { size: 4, shape: [256, 256, 1] }),
    size: 600,
    batchSize: 600,
    batches: read,
  };
  await expect(train(network, { training, epochs: 1 })).rejects.toThrow(
    /^train: a step of 600 images needs at least 7\.2 GiB, more than the 4\.0 GiB of memory that WebAssembly can have\. Pass "microBatchSize: 322" to train, which adds up the gradients of parts of a batch \(each is normalized on its own\), or "batchSize" of at most 334 to the source, or smaller images\.$/,
  );
  await expect(train(network, { training, epochs: 1, microBatchSize: 500 })).rejects.toThrow(
    'train: a step of 600 images in parts of 500 needs at least 6.1 GiB',
  );
  const article = {
    ...tinySource(faceTasks(), { size: 4, shape: [198, 198, 3] }),
    size: 200,
    batchSize: 200,
    batches: read,
  };
  await expect(train(buildFaceNet({ tasks: faceTasks() }), { training: article, epochs: 1 })).rejects.toThrow(
    'train: a step of 200 images needs at least 4.2 GiB',
  );
  expect(read).not.toHaveBeenCalled();
});

test.each([
  [2 ** 28, '0.3 GiB of memory that the control group (container) of this process has'],
  [0, 'GiB of memory that this machine has'],
  [2 ** 64, 'GiB of memory that this machine has'], // what Node reports if there is no limit
])('train in Node heeds a memory limit of the process of %p bytes', async (limit, whose) => {
  await useCpu();
  const constrained = jest.spyOn(process, 'constrainedMemory').mockReturnValue(limit);
  const fruit = { fruit: classification(['a', 'b']) };
  const batchSize = Math.ceil(totalmem() / (256 * 256 * 8));
  const source = { ...tinySource(fruit, { size: 4, shape: [256, 256, 1] }), size: batchSize, batchSize };
  await expect(trainInNode(wide(256, 8, fruit), { training: source, epochs: 1 })).rejects.toThrow(whose);
  constrained.mockRestore();
});

test('a step that cannot fit into the machine is rejected before training', async () => {
  await useCpu();
  const fruit = { fruit: classification(['a', 'b']) };
  const batchSize = Math.ceil(totalmem() / (256 * 256 * 8));
  const source = { ...tinySource(fruit, { size: 4, shape: [256, 256, 1] }), size: batchSize, batchSize };
  await expect(trainInNode(wide(256, 8, fruit), { training: source, epochs: 1, microBatchSize: 0 })).rejects.toThrow(
    'train: "microBatchSize" must be a whole number of at least 1, got 0.',
  );
  await expect(trainInNode(wide(256, 8, fruit), { training: source, epochs: 1 })).rejects.toThrow(
    /^train: a step of \d+ images needs at least .* GiB, more than the .* GiB of memory that this machine has\. Pass "microBatchSize: \d+" to train, .* or "batchSize" of at most/,
  );
});
