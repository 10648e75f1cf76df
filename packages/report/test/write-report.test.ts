import { renderReport } from '@polyhead/report';
import { writeComparison, writeReport } from '@polyhead/report/node';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { madeUpHistory, madeUpRecords, madeUpResult } from './fixtures';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'report-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('writeReport', () => {
  test('writes the page and the same content as JSON, and nothing else, into folders that it makes', async () => {
    const { page, json } = await writeReport(join(folder, 'deep/er/report.html'), { history: madeUpHistory });
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['report.html', 'report.json']);
    expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>/);
    const content = JSON.parse(await readFile(json, 'utf8'));
    expect(content).toMatchObject({
      format: 'polyhead-report',
      version: 1,
      training: { epochs: 8, history: madeUpHistory.epochs },
    });
  });

  test('puts every number of the page into the JSON', async () => {
    const records = madeUpRecords(100);
    const { json } = await writeReport(
      join(folder, 'report.html'),
      { split: { train: [], validation: [], test: records, seed: 3, hash: 'abc' }, result: madeUpResult(records) },
      { resamples: 20, thumbnails: false },
    );
    const content = JSON.parse(await readFile(json, 'utf8'));
    expect(content.tasks.map(({ name, rows }: { name: string; rows: number }) => [name, rows])).toEqual([
      ['age', 100],
      ['race', 100],
      ['gender', 100],
    ]);
    expect(
      content.groups.map(({ dimensions }: { dimensions: { by: string }[] }) => dimensions.map(({ by }) => by)),
    ).toEqual(Array(3).fill(['age', 'race', 'gender']));
    expect(content).toMatchObject({
      data: { split: { test: 100, hash: 'abc' } },
      reproduction: { seed: 3, splitHash: 'abc', versions: { node: process.versions.node, polyhead: version } },
      modelCard: { trainingData: expect.any(String) },
    });
    expect([content.examples.length, content.mistakes.length]).toEqual([25, 25]);
  });

  test('shows the images of the result, and goes on where one cannot be read', async () => {
    const file = join(folder, 'a.jpg');
    await writeFile(file, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3));
    const age = { type: 'regression', truth: [1, 2], predicted: [2, 4] };
    const { page } = await writeReport(
      join(folder, 'report.html'),
      { result: { age, images: { files: [file, join(folder, 'gone.jpg')] } } },
      { resamples: 20 },
    );
    const html = await readFile(page, 'utf8');
    expect(html.match(/<img src="data:image\/jpeg;base64,\/9j\/4AECAw=="/g)).toHaveLength(2);
    expect(html.match(/no image/g)).toHaveLength(2);
  });

  test('leaves the report of before where the new one cannot be made', async () => {
    const file = join(folder, 'report.html');
    await writeFile(file, 'before');
    await expect(writeReport(file, {})).rejects.toThrow('nothing to report on');
    expect([await readdir(folder), await readFile(file, 'utf8')]).toEqual([['report.html'], 'before']);
  });

  test('rejects a name that the JSON takes', async () => {
    await expect(writeReport(join(folder, 'report.json'), { history: madeUpHistory })).rejects.toThrow(
      'writeReport: expected a file such as "report.html"',
    );
  });

  test('tells neither the folder it runs in nor its script beyond their names', async () => {
    const { page } = await writeReport(join(folder, 'report.html'), { history: madeUpHistory });
    expect(await readFile(page, 'utf8')).not.toContain(process.cwd());
    expect(await renderReport({ history: madeUpHistory })).not.toContain('How to reproduce it');
  });
});

describe('writeComparison', () => {
  test('writes page and JSON', async () => {
    const { page, json } = await writeComparison(join(folder, 'runs.html'), [
      { name: 'a', history: madeUpHistory },
      { name: 'b', history: madeUpHistory },
    ]);
    expect(await readFile(page, 'utf8')).toContain('2 runs: a, b.');
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
      format: 'polyhead-comparison',
      runs: [{ name: 'a' }, { name: 'b' }],
    });
  });
});
