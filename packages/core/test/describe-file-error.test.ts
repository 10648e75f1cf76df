import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '@polyhead/core';

function problemOf(file: string): string | undefined {
  try {
    readFileSync(file);
    return 'none';
  } catch (error) {
    return describeFileError(error);
  }
}

describe('describeFileError', () => {
  test('says what a file is that the system does not read', () => {
    expect(problemOf(join(__dirname, 'nowhere.jpg'))).toBe('does not exist');
    expect(problemOf(__dirname)).toBe('is a folder, not a file');
    expect(problemOf(join(__filename, 'a.jpg'))).toBe('is a file, not a folder');
    expect(problemOf(join(__dirname, 'a'.repeat(5000)))).toBe('has too long a name');
  });

  test.each([
    ['EACCES', 'may not be read (EACCES: no permission)'],
    ['EIO', 'cannot be read (EIO)'],
    ['ERR_INVALID_ARG_TYPE', undefined],
    ['toString', undefined],
    [5, undefined],
  ])('puts the code %p in words where it is one of the system', (code, words) => {
    expect(describeFileError({ code })).toBe(words);
  });

  test.each([undefined, null, 'ENOENT', new Error('the JPEG is cut off')])('leaves %p to its own words', (error) => {
    expect(describeFileError(error)).toBeUndefined();
  });
});
