import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDrawnFigures } from '../write-drawn-figures';

const root = mkdtempSync(join(tmpdir(), 'polyhead-figures-'));
afterAll(() => rmSync(root, { recursive: true }));

test('draws once, and again after an interruption; rejects images of other sizes or seeds', async () => {
  const folder = join(root, 'figures');
  const last = () => join(folder, readdirSync(folder).at(-1) ?? '');
  await writeDrawnFigures(folder, { count: 3, size: 16 });
  const [bytes, { mtimeMs }] = [readFileSync(last()), statSync(last())];
  await writeDrawnFigures(folder, { count: 3, size: 16 });
  expect(statSync(last()).mtimeMs).toBe(mtimeMs);
  rmSync(`${folder}.drawn`); // as an interrupted run leaves it
  truncateSync(last(), 9);
  await writeDrawnFigures(folder, { count: 3, size: 16 });
  expect(readFileSync(last()).equals(bytes)).toBe(true);
  for (const other of [
    { count: 3, size: 24 },
    { count: 3, size: 16, seed: 2 },
  ])
    await expect(writeDrawnFigures(folder, other)).rejects.toThrow(
      /to hold the 3 drawn images alone, got \d+ files\. Remove it/,
    );
});
