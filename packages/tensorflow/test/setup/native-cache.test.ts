import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheEntry, makeWorkDirectory, publishBundle } from '../../src/setup/native-cache';

let cache = '';
let entry = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'polyhead-cache-'));
  entry = cacheEntry(cache, '9.9.9');
  bundle(entry, 'old');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(cache, { recursive: true });
});
const bundle = (folder: string, text: string): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'file'), text);
  return folder;
};

test('a bundle replaces the one before, and nothing else is left', async () => {
  expect(await publishBundle(bundle(join(cache, 'new'), 'new'), entry)).toBe(true);
  expect([readFileSync(join(entry, 'file'), 'utf8'), readdirSync(dirname(entry)).length]).toEqual(['new', 1]);
});

test('a bundle that cannot be moved into the cache leaves there what was there', async () => {
  expect(await publishBundle(join(cache, 'missing'), entry)).toBe(false);
  expect([readFileSync(join(entry, 'file'), 'utf8'), readdirSync(dirname(entry)).length]).toEqual(['old', 1]);
});

test('removes leftovers of killed installs after a day, and ignores those that cannot be removed', async () => {
  const [stuck, stale, young] = ['a', 'b', 'c'].map((name) => bundle(join(dirname(entry), `.work-${name}`), '')) as [
    string,
    string,
    string,
  ];
  for (const folder of [stuck, stale]) utimesSync(folder, new Date(0), new Date(0));
  const { rm } = fs;
  jest.spyOn(fs, 'rm').mockImplementation(async (folder, options) => {
    if (folder === stuck) throw new Error('EACCES: permission denied');
    return rm(folder, options);
  });
  expect(dirname(await makeWorkDirectory(cache))).toBe(dirname(entry));
  expect([stuck, stale, young].map((folder) => existsSync(folder))).toEqual([true, false, true]);
});
