// A run of two epochs, and one resumed from it, as a callback sees them; also a program that writes the golden event
// files: tsx --conditions=@polyhead/source write-events.ts FOLDER
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochRecord, TrainRun } from '@polyhead/training';
import { tensorBoard } from '@polyhead/training/node';

// A gray PNG of 2x2 pixels.
const grayPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgCGVY9R8AA60B/2f7ygkAAAAASUVORK5CYII=',
  'base64',
);

const weights = [
  { name: 'race_dense/kernel', shape: [4, 25], values: Float32Array.from({ length: 100 }, (_, i) => Math.sin(i) ** 3) },
  { name: 'race_dense/bias', shape: [3], values: Float32Array.of(0, 0, 0) },
  { name: 'broken', shape: [2], values: Float32Array.of(NaN, Infinity) },
];

export const records = [0, 1, 2].map((epoch) => ({
  epoch,
  training: { loss: 2 / (epoch + 1), race: { loss: 1.5 / (epoch + 1), accuracy: 0.5 + epoch / 8 } },
  validation: { loss: 3 / (epoch + 1), race: { loss: 2.5 / (epoch + 1), accuracy: 0.25 + epoch / 8 } },
  learningRate: 1e-3 / (epoch + 1),
  seconds: 2,
  imagesPerSecond: 100 + epoch,
  skipped: 0,
})) as unknown as EpochRecord[];

/** Writes both runs at times that are always the same. */
export async function writeEvents(folder: string): Promise<void> {
  const now = Date.now;
  Date.now = () => 1_700_000_000_500;
  try {
    await writeRun(folder, []);
    await writeRun(folder, records.slice(0, 1));
  } finally {
    Date.now = now;
  }
}

async function writeRun(folder: string, history: readonly EpochRecord[]): Promise<void> {
  // the callback looks at nothing else
  const run = { history: { epochs: history }, readWeights: async () => weights } as unknown as TrainRun;
  const callback = tensorBoard(folder, {
    histograms: 2,
    images: (_, epoch) => (epoch === 1 ? [{ name: 'gray', height: 2, width: 2, bytes: grayPng }] : []),
  });
  await callback.onTrainBegin?.(run);
  for (const record of records.slice(history.length, history.length + 2)) await callback.onEpochEnd?.(run, record);
}

/** Contents of the event files of one run, in the order in which they were begun. */
export async function eventFiles(folder: string): Promise<Buffer[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}

if (process.argv[1]?.endsWith('write-events.ts')) void writeEvents(process.argv[2] as string);
