// Does the feeding keep up? `train` on JPEGs from files against `train` on the same number of images in memory, by
// turns, one process each: images per second of each epoch, and memory.
// tsx --conditions=@polyhead/source packages/bench/src/feeding.ts --data FOLDER [--images 1280] [--epochs 4]
// [--rounds 5] [--precision bfloat16] [--thread] [--augment] [--decoder sharp] [--preset residual --size 80 --batch 64]
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { arrayBatches, imageBatches } from '@polyhead/batches';
import { scanUtkFace } from '@polyhead/dataset';
import { buildFaceNet } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import { useTensorFlow } from '@polyhead/tensorflow';
import { adam, type Callback } from '@polyhead/training';
import { train } from '@polyhead/training/node';
import { Command, Option } from 'commander';
import { runTypescript } from './run-typescript';
import { median, range } from './statistics';

interface Options {
  readonly data: string;
  readonly images: number;
  readonly epochs: number;
  readonly rounds: number;
  readonly size: number;
  readonly batch: number;
  readonly preset: 'baseline' | 'residual';
  readonly precision: 'float32' | 'bfloat16';
  readonly thread: boolean;
  readonly augment: boolean;
  readonly decoder: 'built-in' | 'sharp';
  readonly source?: 'memory' | 'files';
}

/** What one process measured: images per second and resident megabytes by epoch. */
interface Feeding {
  readonly rates: readonly number[];
  readonly resident: readonly number[];
}

const options = new Command('feeding')
  .requiredOption('--data <folder>', 'images named as UTKFace names them')
  .option('--images <n>', 'images of an epoch', Number, 1280)
  .option('--epochs <n>', 'epochs of a turn', Number, 4)
  .option('--rounds <n>', 'how often both have a turn', Number, 5)
  .option('--size <pixels>', 'height and width', Number, 198)
  .option('--batch <n>', 'images of a batch', Number, 32)
  .addOption(new Option('--preset <name>', 'the network').choices(['baseline', 'residual']).default('baseline'))
  .addOption(new Option('--precision <name>').choices(['float32', 'bfloat16']).default('float32'))
  .option('--thread', 'steps run in a separate thread', false)
  .option('--augment', 'flips, shifts, crops and changes colors', false)
  .addOption(
    new Option('--decoder <name>', 'sharp must be installed').choices(['built-in', 'sharp']).default('built-in'),
  )
  .addOption(new Option('--source <name>', 'measures one source in this process').choices(['memory', 'files']))
  .parse()
  .opts<Options>();

if (options.source !== undefined) {
  console.log(JSON.stringify(await measure(options, options.source)));
  process.exit(0); // threads may be waiting for work
}
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} (should be near 0)`,
);
const turns = Array.from({ length: options.rounds }, () => ({
  memory: inProcess('memory'),
  files: inProcess('files'),
}));
for (let epoch = 0; epoch < options.epochs; epoch++) {
  const [memory, files] = (['memory', 'files'] as const).map((source) =>
    turns.map((turn) => turn[source].rates[epoch] as number),
  ) as [number[], number[]];
  const shares = files.map((rate, turn) => rate / (memory[turn] as number));
  console.log(
    `epoch ${epoch + 1}: in memory ${median(memory).toFixed(1)} images/s (${range(memory, 1)}), files ${median(files).toFixed(1)} (${range(files, 1)}), share ${median(shares).toFixed(3)} (${range(shares, 3)})`,
  );
}
console.log(`resident memory of files, MB by epoch: ${turns.map(({ files }) => files.resident.join(' ')).join(' | ')}`);

function inProcess(source: 'memory' | 'files'): Feeding {
  const output = execFileSync(
    process.execPath,
    [...runTypescript(new URL(import.meta.url)), ...process.argv.slice(2), '--source', source],
    { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e7 },
  );
  return JSON.parse(output.toString().trim().split('\n').at(-1) ?? '') as Feeding;
}

async function measure(
  { data, images, epochs, size, batch: batchSize, preset, precision, thread, augment, decoder }: Options,
  from: 'memory' | 'files',
): Promise<Feeding> {
  await useTensorFlow({ precision, thread });
  const tasks = faceTasks();
  const changes = augment
    ? { flip: true, shift: 0.06, crop: 0.12, rotate: 8, brightness: 0.2, contrast: 0.2, saturation: 0.2, erase: 0.1 }
    : undefined;
  const { records } = await scanUtkFace(data);
  const chosen = records.slice(0, images);
  const training =
    from === 'files'
      ? imageBatches(chosen, { tasks, imageSize: size, batchSize, seed: 1, augment: changes, decoder })
      : await inMemory();
  const resident: number[] = [];
  const watch: Callback<typeof tasks> = {
    name: 'watch',
    onEpochEnd: () => void resident.push(Math.round(process.memoryUsage.rss() / 2 ** 20)),
  };
  const network = buildFaceNet({ tasks, preset, imageSize: size, seed: 1 });
  const history = await train(network, {
    training,
    epochs,
    optimizer: adam({ learningRate: 1e-4 }),
    callbacks: [watch],
  });
  return { rates: history.epochs.map(({ imagesPerSecond }) => imagesPerSecond), resident };

  /** The same images, decoded, in one array, without augmentation. */
  async function inMemory() {
    const plain = imageBatches(chosen, { tasks, imageSize: size, batchSize, shuffle: false, decoder });
    const images = new Uint8Array(plain.size * size * size * 3);
    const values: Record<keyof typeof tasks, number[]> = { age: [], race: [], gender: [] };
    let place = 0;
    for await (const batch of plain.batches(0)) {
      images.set(batch.images, place);
      place += batch.images.length;
      for (const task of ['age', 'race', 'gender'] as const) values[task].push(...batch.labels[task]);
    }
    await plain.dispose();
    return arrayBatches(
      { images: images.subarray(0, place), shape: [size, size, 3], values },
      { tasks, batchSize, seed: 1 },
    );
  }
}
