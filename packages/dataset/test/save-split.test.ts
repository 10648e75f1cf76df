import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { saveSplit, scanFolder, splitRecords } from '@polyhead/dataset';

import { folderOf, jpeg } from './folders';

const contents = Object.fromEntries(
  Array.from({ length: 8 }, (_, index) => [`sub${index % 2}/"${index}".jpg`, jpeg(String(index))]),
);

describe('saveSplit', () => {
  test('writes names from the shared folder and checksums, a line per image, in the order of the split', async () => {
    const folder = folderOf(contents);
    const { records } = await scanFolder(folder, (_name, path) => ({ ok: true, labels: { path } }), {
      recursive: true,
    });
    const split = splitRecords(records, { seed: 3 });
    const file = join(folder, 'new', 'split.json');
    await saveSplit(file, split);
    const text = readFileSync(file, 'utf8');
    const saved = JSON.parse(text);
    expect(saved).toMatchObject({ format: 'polyhead split', version: 1, seed: 3, hash: split.hash });
    expect(saved.train).toEqual(split.train.map((record) => [record.path, split.checksums.get(record.file)]));
    expect(text.split('\n').filter((line) => line.includes('.jpg'))).toHaveLength(8);
    expect(text).not.toContain(folder);
  });

  test('leaves the old file and nothing else behind when it cannot write', async () => {
    const folder = folderOf({ ...contents, 'taken/x': '' });
    const { records } = await scanFolder(folder, () => ({ ok: true, labels: {} }), { recursive: true });
    const split = splitRecords(records);
    await expect(saveSplit(join(folder, 'taken'), split)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      where: 'saveSplit',
      path: join(folder, 'taken'),
      message: expect.stringMatching(/cannot be written \(E[A-Z]+\)\./),
    });
    expect(readdirSync(folder).sort()).toEqual(['sub0', 'sub1', 'taken']);
  });

  test('saveSplit rejects images that are not in the checksums of the split', async () => {
    const folder = folderOf(contents);
    const { records } = await scanFolder(folder, () => ({ ok: true, labels: {} }), { recursive: true });
    const foreign = { ...splitRecords(records), test: [{ file: 'other.jpg' }] };
    await expect(saveSplit(join(folder, 'split.json'), foreign)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: 'saveSplit',
      path: 'other.jpg',
      received: 'none for "other.jpg"',
    });
  });
});
