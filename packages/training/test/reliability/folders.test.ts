// Folders of checkpoints in which a file is damaged, cut off, missing or one too many.
import { readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCheckpoint } from '@polyhead/training/node';
import fc from 'fast-check';
import { first, second, good, run, copyOfGood, filesOf, fallsBack } from './good-folder';

test('one flipped bit in any file of a checkpoint: the one before is taken, and the damage is named', async () => {
  const names = await filesOf(join(good, second));
  expect(names.length).toBeGreaterThanOrEqual(6);
  const folder = await copyOfGood();
  const flip = async (name: string, share: number, bit: number): Promise<void> => {
    const file = join(folder, second, name);
    const bytes = await readFile(file);
    await writeFile(
      file,
      bytes.map((value, index) => (index === Math.floor(share * bytes.length) ? value ^ (1 << bit) : value)),
    );
    await fallsBack(folder, name === 'manifest.json' ? /./ : `${name} is not as it was written`);
    await writeFile(file, bytes);
  };
  const [share, bit] = [fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(7)];
  for (const name of names)
    await fc.assert(
      fc.asyncProperty(share, bit, (where, which) => flip(name, where, which)),
      { numRuns: 5 },
    );
});

test('a manifest or a file that is cut off anywhere, missing, or one too many', async () => {
  const folder = await copyOfGood();
  const manifest = join(folder, second, 'manifest.json');
  const whole = await readFile(manifest);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 3), async (length) => {
      await writeFile(manifest, whole.subarray(0, length));
      await fallsBack(folder, /./);
    }),
    { numRuns: 20 },
  );
  await writeFile(manifest, whole);
  expect((await readCheckpoint(folder))?.epoch).toBe(2);
  await writeFile(join(folder, second, 'extra'), '');
  await fallsBack(folder, 'extra is not in the manifest');
  await rm(join(folder, second, 'extra'));
  await truncate(join(folder, second, 'arrays.bin'), 0);
  await fallsBack(folder, 'arrays.bin is not as it was written');
  await rm(join(folder, second, 'arrays.bin'));
  await fallsBack(folder, 'arrays.bin is missing');
});

test('a clock that went back: the order is that of the run, not of the clock', async () => {
  const folder = await copyOfGood();
  await utimes(join(folder, second), new Date(0), new Date(0));
  await utimes(join(folder, first), new Date('2100-01-01'), new Date('2100-01-01'));
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => 0);
  const history = await run(folder, 3);
  clock.mockRestore();
  expect([history.resumed?.folder, history.epochs.length, history.epochs.every(({ seconds }) => seconds >= 0)]).toEqual(
    [join(folder, second), 3, true],
  );
  expect((await readCheckpoint(folder))?.epoch).toBe(3);
});
