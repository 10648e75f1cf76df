import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { splitCommand } from '../../src/setup/split-command';

test.each([
  ['g++', ['g++']],
  ['  ccache   g++\t-m64 ', ['ccache', 'g++', '-m64']],
  ["'/opt/my tools/g++' -O2", ['/opt/my tools/g++', '-O2']],
  ['"/opt/my tools/g++"', ['/opt/my tools/g++']],
  ['/opt/my\\ tools/g++ -m64', ['/opt/my tools/g++', '-m64']],
  ['/opt/"my tools"/g++', ['/opt/my tools/g++']],
  ['g++ -DNAME=\\"a\\" ""', ['g++', '-DNAME="a"', '']],
  ['g++ "a\\"b" \'a\\b\'', ['g++', 'a"b', 'a\\b']],
  ['', 'names no program'],
  ['   ', 'names no program'],
  ['""', 'names no program'],
  ['"g++', 'has a quote (") that is not closed'],
  ["ccache 'g++", "has a quote (') that is not closed"],
  ['ccache g++"', 'has a quote (") that is not closed'],
  ['g++ \\', 'ends with a backslash'],
])('splitCommand splits %j into %j', (setting, words) => {
  expect(splitCommand(setting, 'linux')).toEqual(words);
});

test('splitCommand keeps the backslashes of Windows paths', () => {
  const setting = String.raw`"C:\Program Files\LLVM\bin\clang++.exe" -m64`;
  expect(splitCommand(setting, 'win32')).toEqual([String.raw`C:\Program Files\LLVM\bin\clang++.exe`, '-m64']);
  expect(splitCommand(String.raw`C:\LLVM\clang++.exe -m64`, 'win32')).toEqual([
    String.raw`C:\LLVM\clang++.exe`,
    '-m64',
  ]);
});

test('splitCommand treats the path of an existing file as one word', () => {
  const folder = mkdtempSync(join(tmpdir(), 'my tools '));
  writeFileSync(join(folder, 'g++'), '');
  expect(splitCommand(join(folder, 'g++'))).toEqual([join(folder, 'g++')]);
  rmSync(folder, { recursive: true });
});

test('splitCommand finds the words again that single quotes keep together', () => {
  const word = fc.string().map((text) => text.replaceAll("'", ''));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (args) => {
      const setting = ['g++', ...args.map((text) => `'${text}'`)].join(' ');
      expect(splitCommand(setting, 'linux')).toEqual(['g++', ...args]);
    }),
  );
});
