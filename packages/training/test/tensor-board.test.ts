import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classification } from '@polyhead/core';
import { train } from '@polyhead/training';
import { tensorBoard } from '@polyhead/training/node';
import { readRecords } from './support/read-records';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';
import { eventFiles, records, writeEvents } from './support/write-events';

interface Series {
  plugin: string;
  values: [step: number, value: unknown][];
}

const golden = join(__dirname, 'golden');
let folder: string;
let answers: Record<'train' | 'validation', { steps: number[][]; shown: Record<string, Series> }>;

beforeAll(async () => {
  await useCpu();
  answers = JSON.parse(await readFile(join(golden, 'events.json'), 'utf8'));
});
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(async () => rm(folder, { recursive: true }));

describe('tensorBoard', () => {
  it('writes the very bytes that TensorFlow and TensorBoard have read', async () => {
    await writeEvents(folder);
    for (const run of ['train', 'validation']) {
      expect(await eventFiles(join(folder, run))).toEqual(await eventFiles(join(golden, 'events', run)));
    }
  });

  it.each(['train', 'validation'] as const)(
    'shows each epoch of the %s run once, though one was trained again',
    (run) => {
      const scores = records.map((record) => (run === 'train' ? record.training : record.validation)!);
      const numbers = answers[run].shown['race/accuracy']!;
      expect(numbers.plugin).toBe('scalars');
      expect(numbers.values.map(([step]) => step)).toEqual([0, 1, 2]);
      numbers.values.forEach(([step, value]) =>
        expect(value).toBeCloseTo((scores[step] as unknown as { race: { accuracy: number } }).race.accuracy, 6),
      );
      answers[run].shown['loss']!.values.forEach(([step, value]) => expect(value).toBeCloseTo(scores[step]!.loss, 6));
    },
  );

  it('shows learning rate and speed, histograms that count every finite weight, and images', () => {
    const { shown } = answers.train;
    expect(shown['learning_rate']!.values[2]![1]).toBeCloseTo(1e-3 / 3, 9);
    expect(shown['images_per_second']!.values[2]).toEqual([2, 102]);
    const [, buckets] = shown['race_dense/kernel']!.values[0] as [number, [number, number, number][]];
    expect(buckets.reduce((sum, [, , count]) => sum + count, 0)).toBe(100);
    expect(buckets.every(([left, right], i) => left < right && (i === 0 || left === buckets[i - 1]![1]))).toBe(true);
    expect(shown['gray']).toEqual({
      plugin: 'images',
      values: [
        [
          1,
          [
            [[0], [85]],
            [[170], [255]],
          ],
        ],
      ],
    });
    expect(shown).not.toHaveProperty('broken');
  });

  it('writes whole records with right sums while a network trains', async () => {
    const tasks = { race: classification(['a', 'b']) };
    const source = tinySource(tasks, { size: 8 });
    await train(tinyNetwork(tasks), {
      training: source,
      validation: source,
      epochs: 2,
      callbacks: [tensorBoard(folder)],
    });
    const [file] = await eventFiles(join(folder, 'train'));
    const events = readRecords(file!);
    expect(events).toHaveLength(4);
    expect(events[0]!.toString('latin1')).toContain('brain.Event:2');
    for (const tag of ['loss', 'race/accuracy', 'learning_rate', 'conv2d'])
      expect(events[3]!.toString('latin1')).toContain(tag);
  });

  it('rejects a number of epochs that is none', () => {
    expect(() => tensorBoard(folder, { histograms: 0.5 })).toThrow(
      'tensorBoard: "histograms" must be a whole number of at least 0, got 0.5.',
    );
  });
});
