import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { findDuplicates } from '@polyhead/dataset';

import { folderOf, jpeg } from './folders';

describe('findDuplicates', () => {
  const folder = folderOf({
    '10.jpg': jpeg('same'),
    '9.jpg': jpeg('same'),
    'a.jpg': jpeg('twin'),
    'b.jpg': jpeg('twin'),
    'c.jpg': jpeg('alone'),
  });
  const record = (
    name: string,
    age: number,
    race: string,
  ): { file: string; age: number; race: string; date: string } => ({ file: join(folder, name), age, race, date: name });
  const records = [
    record('10.jpg', 30, 'asian'),
    record('9.jpg', 31, 'asian'),
    record('a.jpg', 5, 'white'),
    record('c.jpg', 1, 'white'),
    record('b.jpg', 5, 'white'),
  ];

  test('groups images by their bytes and names the labels in conflict', () => {
    const groups = findDuplicates(records);
    const sha256 = createHash('sha256').update(jpeg('same')).digest('hex');
    expect(groups).toHaveLength(2);
    expect(groups.find((group) => group.sha256 === sha256)).toEqual({
      sha256,
      records: [records[1], records[0]],
      conflicts: ['age'],
    });
    expect(groups.find((group) => group.sha256 !== sha256)).toMatchObject({
      records: [records[2], records[4]],
      conflicts: [],
    });
  });

  test('gives the same groups for any order of the records', () => {
    expect(findDuplicates([...records].reverse())).toEqual(findDuplicates(records));
  });

  test('compares the labels that it is given', () => {
    expect(findDuplicates(records, { labels: ['date'] }).map(({ conflicts }) => conflicts)).toEqual([
      ['date'],
      ['date'],
    ]);
  });

  test('rejects files that are gone, that are listed twice, or that are none', () => {
    const gone = { file: join(folder, 'gone.jpg') };
    expect(() => findDuplicates([{ file: join(folder, 'a.jpg') }, gone])).toThrow(
      `findDuplicates: 1 of 2 images cannot be read, e.g. "${gone.file}" does not exist. Scan the folder again.`,
    );
    expect(() => findDuplicates([...records, records[0]!])).toThrow(
      `findDuplicates: "${records[0]!.file}" is listed twice in the records.`,
    );
    expect(() => findDuplicates([{} as { file: string }])).toThrow(
      'findDuplicates: every record must have a "file", got undefined.',
    );
  });
});
