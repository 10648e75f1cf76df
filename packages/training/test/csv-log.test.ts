import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classification } from '@polyhead/core';
import { train } from '@polyhead/training';
import { checkpoints, csvLogger, tensorBoard } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };

beforeAll(useCpu);

describe('csvLogger', () => {
  it('holds every number of the history, one row an epoch', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polyhead-'));
    const file = join(folder, 'deep', 'history.csv');
    const source = tinySource(tasks, { size: 8 });
    const { epochs } = await train(tinyNetwork(tasks), {
      training: source,
      validation: source,
      epochs: 2,
      callbacks: [csvLogger(file)],
    });
    const [header, ...rows] = (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(header).toEqual([
      'epoch',
      'learningRate',
      'seconds',
      'imagesPerSecond',
      'skipped',
      'training.loss',
      'training.race.loss',
      'training.race.accuracy',
      'validation.loss',
      'validation.race.loss',
      'validation.race.accuracy',
    ]);
    expect(rows.map((row) => Number(row[0]))).toEqual([0, 1]);
    expect(Number(rows[1]![8])).toBe(epochs[1]!.validation!.loss);
    await rm(folder, { recursive: true });
  });

  it('says before the first epoch where it cannot write', async () => {
    expect(() => csvLogger(undefined as never)).toThrow(
      "csvLogger: expected the path of a file, got undefined. Pass e.g. 'runs/faces/history.csv'.",
    );
    const run = train(tinyNetwork(tasks), { training: tinySource(tasks), epochs: 1, callbacks: [csvLogger(tmpdir())] });
    await expect(run).rejects.toThrow(
      `csvLogger: expected the path of a file, got the folder ${tmpdir()}. Pass e.g. ${join(tmpdir(), 'history.csv')}.`,
    );
    const words = 'A file is in the place of a folder: pass another folder.';
    for (const callback of [
      csvLogger('/dev/null/x.csv'),
      csvLogger('/dev/null/x/y.csv'),
      tensorBoard('/dev/null/x'),
      checkpoints('/dev/null/x'),
    ]) {
      const another = train(tinyNetwork(tasks), { training: tinySource(tasks), epochs: 1, callbacks: [callback] });
      await expect(another).rejects.toThrow(
        new RegExp(`^${callback.name}: cannot write to /dev/null/x.*: E[A-Z]+.*\\. ${words}$`),
      );
    }
  });
});
