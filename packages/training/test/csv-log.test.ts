import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classification } from '@polyhead/tasks';
import { train } from '@polyhead/training';
import { checkpoints, csvLog, tensorBoard } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };

beforeAll(useCpu);

describe('csvLog', () => {
  it('holds every number of the history, one row an epoch', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polyhead-'));
    const file = join(folder, 'deep', 'history.csv');
    const source = tinySource(tasks, { size: 8 });
    const { epochs } = await train(tinyNetwork(tasks), {
      training: source,
      validation: source,
      epochs: 2,
      callbacks: [csvLog(file)],
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
    expect(() => csvLog(undefined as never)).toThrow(
      "csvLog: expected the path of a file, got undefined. Pass e.g. 'runs/faces/history.csv'.",
    );
    const run = train(tinyNetwork(tasks), { training: tinySource(tasks), epochs: 1, callbacks: [csvLog(tmpdir())] });
    await expect(run).rejects.toThrow(
      `csvLog: expected the path of a file, got the folder ${tmpdir()}. Pass e.g. ${join(tmpdir(), 'history.csv')}.`,
    );
    const words = 'A file stands where a folder is needed: pass another folder.';
    for (const callback of [
      csvLog('/dev/null/x.csv'),
      csvLog('/dev/null/x/y.csv'),
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
