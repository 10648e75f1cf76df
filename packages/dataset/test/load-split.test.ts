import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type FileRecord, loadSplit, saveSplit, scanFolder, type Split, splitRecords } from '@polyhead/dataset';
import fc from 'fast-check';

import { folderOf, jpeg } from './folders';

type Item = FileRecord & { readonly name: string };
// Images 0 and 1 are there twice.
const contents = Object.fromEntries(
  [...'0123456789'].flatMap((name) => [
    [`${name}.jpg`, jpeg(name)],
    ...(name < '2' ? [[`${name}b.jpg`, jpeg(name)]] : []),
  ]),
) as Record<string, Uint8Array>;
const scan = async (folder: string): Promise<Item[]> =>
  (await scanFolder(folder, (name) => ({ ok: true, labels: { name } }))).records;
const names = ({ train, validation, test }: Split<Item>): string[][] =>
  [train, validation, test].map((part) => part.map(({ name }) => name));

/** A folder with images, the split of them and the file that it is saved to. */
async function saved(options = {}): Promise<{ folder: string; file: string; split: Split<Item> }> {
  const folder = folderOf(contents);
  const file = join(folderOf({}), 'split.json');
  const split = splitRecords(await scan(folder), { seed: 4, ...options });
  await saveSplit(file, split);
  return { folder, file, split };
}

describe('loadSplit', () => {
  test('gives back the split that was saved, order, copies, checksums and all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, keepDuplicatesTogether) => {
        const { folder, file, split } = await saved({ seed, keepDuplicatesTogether });
        expect(await loadSplit(file, (await scan(folder)).reverse())).toEqual(split);
      }),
      { numRuns: 10 },
    );
  });

  test('finds the images in another folder and under other names', async () => {
    const { file, split } = await saved();
    const moved = folderOf(Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [`x${name}`, bytes])));
    const loaded = await loadSplit(file, await scan(moved));
    const original = (list: string[][]): string[][] =>
      list.map((part) => part.map((name) => name.replace(/^x|b(?=\.)/g, '')));
    expect(original(names(loaded))).toEqual(original(names(split)));
    expect(loaded.hash).toBe(split.hash);
  });

  test('rejects images that changed, are missing or are new, and names them', async () => {
    const { folder, file } = await saved();
    writeFileSync(join(folder, '5.jpg'), jpeg('changed'));
    rmSync(join(folder, '6.jpg'));
    rmSync(join(folder, '1b.jpg'));
    writeFileSync(join(folder, 'new.jpg'), jpeg('new'));
    const message = await loadSplit(file, await scan(folder)).catch((error: Error) => error.message);
    expect(message).toMatch(
      /^loadSplit: the records are not those of ".*split\.json": 1 image is changed \("5\.jpg"\); 2 images are missing \((?=.*"6\.jpg")(?=.*"1b\.jpg").*\); 1 image is new \("new\.jpg"\)\. Restore the images, or split again\.$/,
    );
  });

  test('leaves new images out when asked to', async () => {
    const { folder, file, split } = await saved();
    writeFileSync(join(folder, 'new.jpg'), jpeg('new'));
    await expect(loadSplit(file, await scan(folder))).rejects.toMatchObject({
      code: 'DATA_MISMATCH',
      path: file,
      received: '1 image is new ("new.jpg")',
      hint: 'Pass ignoreNew: true to leave them out, or split again.',
    });
    expect(await loadSplit(file, await scan(folder), { ignoreNew: true })).toEqual(split);
  });

  test('takes labels from the records: an image may be renamed', async () => {
    const { folder, file, split } = await saved();
    renameSync(join(folder, '7.jpg'), join(folder, 'seven.jpg'));
    const loaded = await loadSplit(file, await scan(folder));
    expect(names(loaded)).toEqual(
      names(split).map((part) => part.map((name) => (name === '7.jpg' ? 'seven.jpg' : name))),
    );
  });

  test('shows five names and no more', async () => {
    const { file } = await saved();
    const other = folderOf({ 'z.jpg': jpeg('z') });
    await expect(loadSplit(file, await scan(other))).rejects.toMatchObject({
      code: 'DATA_MISMATCH',
      received: expect.stringMatching(/12 images are missing \(("\d+b?\.jpg", ){5}…\)/),
    });
  });

  test('loadSplit rejects a file that is missing, not a split, newer, damaged or edited', async () => {
    const { folder, file, split } = await saved();
    const records = await scan(folder);
    const load = (change: object | string): Promise<unknown> => {
      writeFileSync(
        file,
        typeof change === 'string'
          ? change
          : JSON.stringify({
              format: 'polyhead split',
              version: 1,
              seed: 4,
              hash: split.hash,
              train: [],
              validation: [],
              test: [],
              ...change,
            }),
      );
      return loadSplit(file, records);
    };
    const rejection = (code: string, text: string): object => ({
      code,
      where: 'loadSplit',
      path: file,
      message: expect.stringContaining(text),
    });
    await expect(loadSplit(join(folder, 'no.json'), records)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      path: join(folder, 'no.json'),
      message: expect.stringContaining('does not exist'),
    });
    for (const text of ['', '{', 'null', '[]', '{"train": []}'])
      await expect(load(text)).rejects.toMatchObject(
        rejection('INVALID_FILE', 'expected JSON with "format": "polyhead split"'),
      );
    await expect(load({ version: 2 })).rejects.toMatchObject(rejection('INVALID_FILE', 'has version 2, expected 1.'));
    for (const train of [null, {}, [['a.jpg']], [['a.jpg', 'abc']], [[1, '0'.repeat(64)]]])
      await expect(load({ train })).rejects.toMatchObject(
        rejection('INVALID_FILE', '"train" to be a list of [name, sha256].'),
      );
    await expect(load({ seed: '4' })).rejects.toMatchObject(rejection('INVALID_FILE', '"seed" to be a number'));
    await expect(load({ train: [['a.jpg', '0'.repeat(64)]] })).rejects.toMatchObject(
      rejection('CORRUPT_FILE', 'was changed after it was saved'),
    );
    const entries = (part: readonly Item[]): unknown[] =>
      part.map((record) => [record.name, split.checksums.get(record.file)]);
    const whole = { train: entries(split.train), validation: entries(split.validation), test: entries(split.test) };
    expect(await load(whole)).toEqual(split);
    await expect(load({ ...whole, train: whole.train.reverse() })).rejects.toMatchObject(
      rejection('CORRUPT_FILE', 'was changed after it was saved'),
    );
  });
});

test('loadSplit takes no time that grows with the square of the duplicates in a data set', async () => {
  const folder = folderOf({ 'a.jpg': jpeg('same') });
  const records = Array.from({ length: 20_000 }, (_, index) => ({
    file: `${folder}/${'./'.repeat(index % 200)}${'//'.repeat(Math.floor(index / 200))}a.jpg`,
  }));
  const file = join(folder, 'split.json');
  const split = splitRecords(records, { keepDuplicatesTogether: false });
  await saveSplit(file, split);
  const start = performance.now();
  const loaded = await loadSplit(file, [...records].reverse());
  expect(loaded.hash).toBe(split.hash);
  expect(performance.now() - start).toBeLessThan(8000);
});
