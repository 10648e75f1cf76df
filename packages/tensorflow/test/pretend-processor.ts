import fs from 'node:fs';

const read = fs.readFileSync;

/**
 * Lets /proc/cpuinfo say something else until mocks are restored: bfloat16 computes the same on every processor, only
 * its speed differs, so every machine runs every test.
 */
export function pretendProcessor(cpuInfo: string): void {
  jest
    .spyOn(fs, 'readFileSync')
    .mockImplementation(((file: string, ...rest: []) =>
      file === '/proc/cpuinfo' ? cpuInfo : read(file, ...rest)) as typeof fs.readFileSync);
}
