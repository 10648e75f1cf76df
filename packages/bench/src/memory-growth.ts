// Resident memory while training from files with the cache on disk: over epochs, and against the size of the data set.
// node --expose-gc --conditions=@polyhead/source --import tsx packages/bench/src/memory-growth.ts [--images 1000]
// [--epochs 50]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { imageBatches } from '@polyhead/batches';
import { buildFaceNet } from '@polyhead/model';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import type { Callback } from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import { useWasm } from '@polyhead/wasm';
import { memory } from '@tensorflow/tfjs-core';
import { program } from 'commander';
import { pngFile } from '../../../scripts/png-file';

const options = program
  .option('--images <count>', 'images in the data set', '1000')
  .option('--epochs <count>', 'epochs', '50')
  .parse()
  .opts<{ images: string; epochs: string }>();
const side = 32;
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** A PNG of noise that its number tells. */
function noisePng(seed: number): Buffer {
  const row = side * 3 + 1;
  const pixels = Buffer.from({ length: side * row } as ArrayLike<number>).map((_, index) =>
    index % row === 0 ? 0 : Math.imul(index + seed * 7919, 2654435761) >>> 24,
  );
  return pngFile({ width: side, height: side }, deflateSync(pixels));
}

function writeRecords(folder: string, count: number) {
  const tasks = faceTasks();
  return Array.from({ length: count }, (_, index) => {
    const file = join(folder, `${index}.png`);
    writeFileSync(file, noisePng(index));
    return {
      file,
      age: index % 90,
      race: tasks.race.labels[index % 5] as 'white',
      gender: tasks.gender.labels[index % 2] as 'male',
    };
  });
}

const watch: Callback<FaceTasks> = {
  name: 'watch',
  last: true,
  onEpochEnd: (_, { epoch }) => {
    global.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const { numTensors, numBytes } = memory();
    console.log(
      `epoch ${epoch}: resident ${megabytes(rss)} MiB, heap ${megabytes(heapUsed)}, external ${megabytes(external)}, ${numTensors} tensors of ${numBytes} bytes`,
    );
  },
};

await useWasm({ threads: 1 });
const tasks = faceTasks();
const root = mkdtempSync(join(tmpdir(), 'polyhead-'));
try {
  mkdirSync(join(root, 'images'));
  const training = imageBatches(writeRecords(join(root, 'images'), Number(options.images)), {
    tasks,
    imageSize: side,
    batchSize: 32,
    cache: 'disk',
    workers: 1,
    augment: { flip: true },
  });
  await train(buildFaceNet({ tasks, preset: 'small', imageSize: side }), {
    training,
    epochs: Number(options.epochs),
    callbacks: [checkpoints(join(root, 'run')), watch],
  });
  await training.dispose();
} finally {
  rmSync(root, { recursive: true, force: true });
}
