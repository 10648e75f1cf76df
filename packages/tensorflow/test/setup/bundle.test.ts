import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBundle, createManifest, verifyBundle } from '../../src/setup/bundle';

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
  await createManifest(bundle);
  await installBundle(bundle, (await verifyBundle(bundle))!, target);
  expect(readFileSync(join(target, 'lib.so'), 'utf8')).toBe('library');
});

test.each(['../out', '/etc/x', 'a/../../b', 'a\\b', 'C:/x'])('rejects a manifest with the path %j', async (path) => {
  const bundle = folder();
  writeFileSync(
    join(bundle, 'polyhead-bundle.json'),
    JSON.stringify({ format: 1, files: [{ path, size: 1, sha256: '' }] }),
  );
  await expect(verifyBundle(bundle)).rejects.toThrow('leaves the folder');
});

const manifestOf = (bundle: string, files: object[]) =>
  writeFileSync(join(bundle, 'polyhead-bundle.json'), JSON.stringify({ format: 1, files }));

test.each([
  ['a', '../out'],
  ['a', '/etc/passwd'],
  ['a/b', '../../out'],
  ['a/b', 'c/../../../out'],
  ['a', '..'],
  ['a', ''],
  ['a', 'C:\\x'],
  ['a', '..\\out'],
])('rejects a manifest with a link from %j to %j', async (path, link) => {
  const bundle = folder();
  manifestOf(bundle, [{ path, link }]);
  await expect(verifyBundle(bundle)).rejects.toThrow('leaves the folder');
});

test('links inside of the folder pass, nothing may lie below one', async () => {
  const bundle = folder();
  const files = [
    { path: 'deps/lib/a.so', link: './a.so.2' },
    { path: 'lib/napi/b.so', link: '../../deps/lib/a.so' },
  ];
  manifestOf(bundle, files);
  expect((await verifyBundle(bundle))?.files).toEqual(files);
  manifestOf(bundle, [
    { path: 'a/b', link: '../c' },
    { path: 'a/b/up', link: '../../../c' },
  ]);
  await expect(verifyBundle(bundle)).rejects.toThrow('the path "a/b/up" leads through the link a/b');
});
