import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeBundle, sealBundle, verifyBundle } from '../../src/setup/bundle';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'polyhead-bundle-'));
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true })));

test('keeps symbolic links, as between versions of one library', async () => {
  const [bundle, target] = [folder(), folder()];
  writeFileSync(join(bundle, 'lib.so.2'), 'library');
  symlinkSync('lib.so.2', join(bundle, 'lib.so'));
  await sealBundle(bundle);
  await placeBundle(bundle, (await verifyBundle(bundle))!, target);
  expect(readFileSync(join(target, 'lib.so'), 'utf8')).toBe('library');
});

test.each(['../out', '/etc/x', 'a/../../b', 'a\\b', 'C:/x'])('refuses a manifest with the path %j', async (path) => {
  const bundle = folder();
  writeFileSync(join(bundle, 'polyhead-bundle.json'), JSON.stringify({ format: 1, files: [{ path, size: 1, sha256: '' }] }));
  await expect(verifyBundle(bundle)).rejects.toThrow('leaves the folder');
});
