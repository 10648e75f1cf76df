import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { imageBatches } from '@polyhead/batches';
import { type FaceRecord, parseUtkFaceName } from '@polyhead/dataset';
import { faceTasks } from '@polyhead/core';

const folder = process.env['POLYHEAD_UTKFACE'] ?? join(__dirname, '../../../../shared/utkface');
const present = existsSync(folder);

function someFaces(): FaceRecord[] {
  const names = readdirSync(folder).filter((_, index) => index % 400 === 0);
  return names.flatMap((name) => {
    const parsed = parseUtkFaceName(name);
    return parsed.ok ? [{ file: join(folder, name), ...parsed.labels }] : [];
  });
}

(present ? test : test.skip)(
  `reads real images of UTKFace${present ? '' : `, which are not at ${folder}: set POLYHEAD_UTKFACE`}`,
  async () => {
    const records = someFaces();
    const source = imageBatches(records, { tasks: faceTasks(), imageSize: 198, workers: 1 });
    let [read, sum, count] = [0, 0, 0];
    for await (const { size, images, labels, indices } of source.batches(0)) {
      read += size;
      expect([...labels.age]).toEqual([...indices].map((index) => records[index]!.age));
      for (let at = 0; at < images.length; at += 101, count++) sum += images[at]!;
    }
    await source.dispose();
    expect([read, source.skipped]).toEqual([records.length, []]);
    expect(sum / count).toBeGreaterThan(70);
    expect(sum / count).toBeLessThan(150);
  },
);
