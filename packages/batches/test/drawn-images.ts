import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageRecord } from '@polyhead/batches';
import { classification, regression } from '@polyhead/core';
import jpeg from 'jpeg-js';

export const tasks = { size: regression({ scale: 100, min: 0 }), kind: classification(['dark', 'light']) };
export type DrawnRecord = ImageRecord<typeof tasks>;

/** A folder of small JPEGs, each of one gray that its label "size" tells, gone after the tests of a file. */
export function drawnImages(count: number, options: { width?: number; height?: number } = {}): DrawnRecord[] {
  const { width = 16, height = 12 } = options;
  const folder = temporaryFolder();
  return Array.from({ length: count }, (_, index) => {
    const size = (index * 2) % 100;
    const file = join(folder, `${index}.jpg`);
    writeFileSync(file, grayJpeg(width, height, grayOf(size)));
    return { file, size, kind: size < 50 ? ('dark' as const) : ('light' as const) };
  });
}

const encoded = new Map<string, Buffer>(); // jpeg-js takes long to encode
function grayJpeg(width: number, height: number, gray: number): Buffer {
  const key = `${width} ${height} ${gray}`;
  const bytes =
    encoded.get(key) ?? jpeg.encode({ width, height, data: Buffer.alloc(width * height * 4, gray) }, 90).data;
  encoded.set(key, bytes);
  return bytes;
}

export const grayOf = (size: number): number => 20 + size * 2;

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-test-'));
  folders.push(folder);
  return folder;
}
