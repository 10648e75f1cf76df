import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { type ParseResult, readLabelsCsv } from '@polyhead/dataset';
import fc from 'fast-check';

import { folderOf, jpeg, png } from './folders';

interface FairFace {
  readonly age: number;
  readonly gender: 'male' | 'female';
  readonly race: string;
}

/** FairFace gives ages as ranges: take their middle. */
function parseFairFace({
  age,
  gender,
  race,
}: Readonly<Record<'age' | 'gender' | 'race', string>>): ParseResult<FairFace> {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(age) ?? [];
  const middle = age === 'more than 70' ? 75 : (Number(from) + Number(to)) / 2;
  if (Number.isNaN(middle)) return { ok: false, reason: `age "${age}" is no range such as 20-29` };
  if (gender !== 'Male' && gender !== 'Female')
    return { ok: false, reason: `gender "${gender}" is neither Male nor Female` };
  return { ok: true, labels: { age: middle, gender: gender === 'Male' ? 'male' : 'female', race } };
}

const fairFace = { columns: ['age', 'gender', 'race'], parse: parseFairFace } as const;
const weigh = {
  columns: ['weight'],
  parse: ({ weight }: Readonly<Record<'weight', string>>): ParseResult<{ weight: string }> => ({
    ok: true,
    labels: { weight },
  }),
} as const;

describe('readLabelsCsv', () => {
  test("reads FairFace's table, and rejects rows with their lines", async () => {
    const table = [
      'file,age,gender,race,service_test',
      'train/1.jpg,20-29,Male,East Asian,True',
      'train/2.jpg,more than 70,Female,"Latino_Hispanic",False',
      '',
      'train/3.jpg,young,Male,White,False',
      'train/4.jpg,3-9,Female,Black',
      'train/5.jpg,3-9,,Black,True',
      'train/none.jpg,3-9,Male,Black,True',
    ];
    const folder = folderOf({
      'labels.csv': `\uFEFF${table.join('\r\n')}\r\n`,
      ...Object.fromEntries([1, 2, 3, 4, 5].map((name) => [`train/${name}.jpg`, jpeg()])),
    });
    const { records, rejected } = await readLabelsCsv(join(folder, 'labels.csv'), fairFace);
    expect(records).toEqual([
      { file: join(folder, 'train/1.jpg'), age: 24.5, gender: 'male', race: 'East Asian' },
      { file: join(folder, 'train/2.jpg'), age: 75, gender: 'female', race: 'Latino_Hispanic' },
    ]);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'line 5: age "young" is no range such as 20-29'],
      [6, 'line 6: expected 5 cells as in the header, got 4'],
      [7, 'line 7: gender "" is neither Male nor Female'],
      [8, 'line 8: does not exist'],
    ]);
  });

  test('reads back any table that is quoted by RFC 4180, and counts lines in cells', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '😀') });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t'),
        async (cells, end, delimiter) => {
          const rows = cells.map((text, index) => [`${index}.jpg`, quote(text)].join(delimiter));
          const csv = ['file,weight'.replace(',', delimiter), ...rows].join(end);
          const lines: number[] = [];
          const folder = folderOf({
            'labels.csv': csv,
            ...Object.fromEntries(cells.map((_, index) => [`${index}.jpg`, jpeg()])),
          });
          const parse = (row: Readonly<Record<'weight', string>>, line: number): ParseResult<{ weight: string }> => (
            lines.push(line),
            { ok: true, labels: row }
          );
          const { records, rejected } = await readLabelsCsv(join(folder, 'labels.csv'), {
            columns: ['weight'],
            parse,
            delimiter,
          });
          expect(records.map(({ weight }) => weight)).toEqual(cells);
          expect(rejected).toEqual([]);
          const firstLine = (row: number): number => csv.split(`${row}.jpg`)[0]!.split(/\r\n|\r|\n/).length;
          expect(lines).toEqual(cells.map((_, index) => firstLine(index)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('never reads an image outside of its folder, nor one twice', async () => {
    const outside = folderOf({ 'x.jpg': jpeg() });
    const table = [
      'weight,file',
      '1,../x.jpg',
      `2,${outside}/x.jpg`,
      '3,a/../../x.jpg',
      '4,linked/x.jpg',
      '5,link.jpg',
      '6,',
      '7,ok.jpg',
      '8,./a/../ok.jpg',
      '9,a.txt',
      '10,png.jpg',
      '11,.',
      '12,..jpg',
    ];
    const folder = folderOf({ 'labels.csv': table.join('\n'), 'ok.jpg': jpeg(), 'a.txt': 'x', 'png.jpg': png() });
    symlinkSync(outside, join(folder, 'linked'));
    symlinkSync(join(outside, 'x.jpg'), join(folder, 'link.jpg'));
    const { records, rejected } = await readLabelsCsv(join(folder, 'labels.csv'), weigh);
    expect(records).toEqual([{ file: join(folder, 'ok.jpg'), weight: '7' }]);
    expect(rejected.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'row'],
      [3, 'row'],
      [4, 'row'],
      [5, 'link'],
      [6, 'link'],
      [7, 'row'],
      [9, 'row'],
      [10, 'extension'],
      [11, 'contents'],
      [12, 'extension'],
      [13, 'unreadable'],
    ]);
    expect(rejected[6]?.reason).toBe('line 9: the file is listed on line 8 already');
    const following = await readLabelsCsv(join(folder, 'labels.csv'), { ...weigh, followLinks: true });
    expect(following.records.map(({ weight }) => weight)).toEqual(['4', '5', '7']);
  });

  test('reads a table whose line breaks are of every kind', async () => {
    const folder = folderOf({
      'labels.csv': 'file,weight\r\na.jpg,1\nb.jpg,2\rc.jpg,3\r\n',
      'a.jpg': jpeg(),
      'b.jpg': jpeg(),
      'c.jpg': jpeg(),
    });
    const { records } = await readLabelsCsv(join(folder, 'labels.csv'), weigh);
    expect(records.map(({ weight }) => weight)).toEqual(['1', '2', '3']);
  });

  test('takes the images from another folder and column', async () => {
    const images = folderOf({ 'a.jpg': jpeg() });
    const csv = join(folderOf({ 'labels.csv': 'weight;image\n3;a.jpg\n' }), 'labels.csv');
    const { records } = await readLabelsCsv(csv, { ...weigh, folder: images, fileColumn: 'image', delimiter: ';' });
    expect(records).toEqual([{ file: join(images, 'a.jpg'), weight: '3' }]);
    await expect(readLabelsCsv(csv, { ...weigh, folder: join(images, 'no') })).rejects.toThrow(
      'readLabelsCsv: expected one column "file"',
    );
    await expect(
      readLabelsCsv(csv, { ...weigh, fileColumn: 'image', delimiter: ';', folder: join(images, 'no') }),
    ).rejects.toThrow(/^readLabelsCsv: folder ".*no" does not exist\./);
  });

  test.each([
    ['', /is empty\. Expected a header line/],
    [
      'file;weight\na.jpg;1',
      /expected one column "file" in the header of ".*", got 0 among "file;weight"\. Are cells separated by another "delimiter" than ","\?$/,
    ],
    [
      'file,weight,weight\n',
      /expected one column "weight" in the header of ".*", got 2 among "file", "weight", "weight"\. Rename or remove the others\./,
    ],
    [
      ' File ,weight\n',
      /got 0 among " File ", "weight"\. Case and spaces matter: pass " File " in "columns" or as "file/,
    ],
    [
      'sep=;\nfile,weight\na.jpg,1\n',
      /got 0 among "file,weight"\. Are cells separated by another "delimiter" than ";"\?/,
    ],
    [
      'file,weight\na.jpg,1\nb.jpg,"2\nc.jpg,3\n',
      /line 3: a quoted cell is never closed\. Write a quote in a cell as ""/,
    ],
    ['file,weight\na.jpg,1\nb.jpg,2"\nc.jpg,3\n', /line 3: a quote is in the middle of a cell\./],
    [Buffer.from('file,weight\na.jpg,1\nb.jpg,\xfcber\n', 'latin1'), /line 3 is not UTF-8\. Save the file as UTF-8\./],
    [Buffer.from('\uFEFFfile,weight\n', 'utf16le'), /is UTF-16, expected UTF-8\./],
  ])('rejects the table %j', async (table, message) => {
    const file = join(folderOf({ 'labels.csv': table }), 'labels.csv');
    await expect(readLabelsCsv(file, weigh)).rejects.toThrow(message);
    await expect(readLabelsCsv(file, weigh)).rejects.toThrow(/^readLabelsCsv: /);
  });

  test('tells a fault of the parser from a bad row, and rejects a missing table', async () => {
    const file = join(folderOf({ 'labels.csv': 'file,weight\na.jpg,1', 'a.jpg': jpeg() }), 'labels.csv');
    const parse = (): never => {
      throw new RangeError('oops');
    };
    await expect(readLabelsCsv(file, { columns: ['weight'], parse })).rejects.toMatchObject({
      code: 'CALLBACK_FAILED',
      where: 'readLabelsCsv',
      message: expect.stringMatching(/the parser threw on ".*labels\.csv line 2": RangeError: oops\./),
      cause: expect.any(RangeError),
    });
    await expect(readLabelsCsv(`${file}.no`, weigh)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      where: 'readLabelsCsv',
      path: `${file}.no`,
    });
    await expect(readLabelsCsv(file, { ...weigh, delimiter: '' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      expected: '"delimiter" must be one character',
      received: '""',
    });
  });

  test.each([
    ['Unicode in another normal form', 'cafe\u0301/\u00e9.jpg', 'caf\u00e9/e\u0301.jpg'],
    ['backslashes of Windows', 'train/sub/1.jpg', 'train\\sub\\1.jpg'],
    ['an id without the extension', 'train/0a1b.JPG', 'train/0a1b'],
    ['an id with a dot in it', 'train/v1.2.png', 'train/v1.2'],
  ])('finds a file that the table names with %s', async (_, onDisk, inTable) => {
    const contents = onDisk.endsWith('png') ? png() : jpeg();
    const folder = folderOf({ 'labels.csv': `file,weight\n${inTable},3\n`, [onDisk]: contents });
    const { records, rejected } = await readLabelsCsv(join(folder, 'labels.csv'), weigh);
    expect(rejected).toEqual([]);
    expect(records).toEqual([{ file: join(folder, onDisk), weight: '3' }]);
  });

  test.each([
    [
      'IMG_1.JPG',
      ['img_1.jpg'],
      'does not exist; the disk has "img_1.jpg" for "IMG_1.JPG": write the name as it is there',
    ],
    ['a.jpg ', ['a.jpg'], 'does not exist; the disk has "a.jpg" for "a.jpg ": write the name as it is there'],
    ['a', ['a.jpg', 'a.png'], 'does not exist; the disk has "a.jpg", "a.png" for "a": write the name as it is there'],
    ['Train/1.jpg', ['train/1.jpg'], 'does not exist; the disk has "train" for "Train": write the name as it is there'],
    ['none/a.jpg', ['a.jpg'], 'does not exist'],
    ['a.jpg', ['a.jpeg'], 'does not exist; the disk has "a.jpeg" for "a.jpg": write the name as it is there'],
    ['A.GIF', ['a.png'], 'does not exist; the disk has "a.png" for "A.GIF": write the name as it is there'],
    [
      'C:\\data\\a.jpg',
      ['a.jpg'],
      'does not exist; "C:" is a drive of Windows: write paths from the folder of images, such as "train/1.jpg"',
    ],
    [
      'https://example.com/a.jpg?size=1',
      ['a.jpg'],
      'does not exist; it is a URL: download the image, and write the path of its file',
    ],
    [
      '..\\a.jpg',
      [],
      'path "..\\\\a.jpg" leads out of the folder of images: write a path relative to it, or pass another "folder"',
    ],
  ])('reports that %j does not exist, and which names are like it', async (inTable, onDisk, reason) => {
    const files = Object.fromEntries(onDisk.map((name) => [name, name.endsWith('png') ? png() : jpeg()]));
    const folder = folderOf({ 'labels.csv': `file,weight\n"${inTable}",3\n`, ...files });
    const { rejected } = await readLabelsCsv(join(folder, 'labels.csv'), weigh);
    expect(rejected.map((refusal) => refusal.reason)).toEqual([`line 2: ${reason}`]);
  });

  test('finds the file of an id although a folder has the name of the id', async () => {
    const folder = folderOf({ 'labels.csv': 'file,weight\n7,3\n', '7.jpg': jpeg(), '7/8.jpg': jpeg() });
    const { records } = await readLabelsCsv(join(folder, 'labels.csv'), weigh);
    expect(records).toEqual([{ file: join(folder, '7.jpg'), weight: '3' }]);
  });

  test.each([
    ['sep=;\r\nfile;weight\r\na.jpg;1,5\r\nb.jpg;2\r\n', '1,5'],
    ['\uFEFF"sep=\t"\nfile\tweight\na.jpg\t1\nb.jpg\t2\n', '1'],
    ['SEP=,\rfile,weight\ra.jpg,1\rb.jpg,2\r', '1'],
  ])('reads the delimiter and counts the lines of a table of Excel: %j', async (table, weight) => {
    const folder = folderOf({ 'labels.csv': table, 'a.jpg': jpeg() });
    const file = join(folder, 'labels.csv');
    const { records, rejected } = await readLabelsCsv(file, weigh);
    expect(records).toEqual([{ file: join(folder, 'a.jpg'), weight }]);
    expect(rejected.map(({ line }) => line)).toEqual([4]);
    await expect(readLabelsCsv(file, { ...weigh, delimiter: '|' })).rejects.toThrow(
      /^readLabelsCsv: "delimiter" must be .* as in the first line of ".*", got "\|"\. Leave the option out/,
    );
  });
});
