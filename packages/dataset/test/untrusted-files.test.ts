// Labels and names from strangers are data: never markup, never a formula, never a path elsewhere.
import { join } from 'node:path';

import { loadSplit, readLabelsCsv, saveSplit, scanFolder, splitRecords } from '@polyhead/dataset';
import fc from 'fast-check';

import { folderOf, jpeg } from './folders';

const hostile = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x")',
  '@SUM(A1)',
  '+1+cmd|calc',
  '-2+3',
  '__proto__',
  '${1}',
  '\u202egpj.exe',
  '"><script>',
];
const text = {
  columns: ['label'],
  parse: ({ label }: Readonly<Record<'label', string>>) => ({ ok: true as const, labels: { label } }),
} as const;

test('labels that are HTML or formulas come back as the text they are', async () => {
  const rows = hostile.map((label, index) => `${index}.jpg,"${label.replaceAll('"', '""')}"`);
  const folder = folderOf({
    'labels.csv': ['file,label', ...rows].join('\n'),
    ...Object.fromEntries(hostile.map((_, index) => [`${index}.jpg`, jpeg(String(index))])),
  });
  const { records, rejected } = await readLabelsCsv(join(folder, 'labels.csv'), text);
  expect([records.map(({ label }) => label), rejected]).toEqual([hostile, []]);
  expect(({} as Record<string, unknown>)['label']).toBeUndefined();
});

test('file names that are HTML or formulas are names of files, and survive a saved split', async () => {
  const names = hostile.map((name) => `${name.replaceAll('/', '')}.jpg`);
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, jpeg(name)])));
  const { records, rejected } = await scanFolder(folder, () => ({ ok: true, labels: {} }));
  expect([records.map(({ file }) => file).sort(), rejected]).toEqual([
    names.map((name) => join(folder, name)).sort(),
    [],
  ]);
  const split = splitRecords(records, { seed: 1 });
  const file = join(folder, 'split.json');
  await saveSplit(file, split);
  expect((await loadSplit(file, records)).train).toEqual(split.train);
});

test('a table of any bytes is read or rejected with words, and leads to no file outside of the folder', async () => {
  const folder = folderOf({ 'a.jpg': jpeg() });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc
          .string({ unit: fc.constantFrom('file', 'label', ',', '"', '\n', 'a.jpg', '../', '/etc/passwd', '=', '\0') })
          .map((cells) => Buffer.from(`file,label\n${cells}`)),
      ),
      async (bytes) => {
        const csv = join(folderOf({ 'labels.csv': bytes }), 'labels.csv');
        const result = await readLabelsCsv(csv, { ...text, folder }).catch((error: unknown) => String(error));
        if (typeof result === 'string') expect(result).toMatch(/^PolyheadError: readLabelsCsv: /);
        else for (const { file } of result.records) expect(file).toBe(join(folder, 'a.jpg'));
      },
    ),
    { numRuns: 150 },
  );
});
