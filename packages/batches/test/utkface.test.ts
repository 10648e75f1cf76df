import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { imageBatches } from '@polyhead/batches';
import { regression } from '@polyhead/tasks';

const folder = process.env['POLYHEAD_UTKFACE'] ?? join(__dirname, '../../../../shared/utkface');
const present = existsSync(folder);

(present ? test : test.skip)(`reads real pictures of UTKFace${present ? '' : `, which are not at ${folder}: set POLYHEAD_UTKFACE`}`, async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
  const records = names.filter((_, index) => index % 400 === 0).map((name) => ({ file: join(folder, name), age: Number.parseInt(name) }));
  const source = imageBatches(records, { tasks: { age: regression({ scale: 116 }) }, imageSize: 198, workers: 1 });
  let [read, sum, count] = [0, 0, 0];
  for await (const { size, images } of source.batches(0)) {
    read += size;
    for (let at = 0; at < images.length; at += 101, count++) sum += images[at]!;
  }
  await source.dispose();
  expect([read, source.skipped]).toEqual([records.length, []]);
  expect(sum / count).toBeGreaterThan(70);
  expect(sum / count).toBeLessThan(150);
});
