import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

import { type ParseResult, type RejectedFile, scanFolder } from '@polyhead/dataset';
import fc from 'fast-check';

import { folderOf, jpeg, png } from './folders';

const anyName = (name: string): ParseResult<{ name: string }> => ({ ok: true, labels: { name } });
const reasons = (rejected: readonly RejectedFile[]): Record<string, string> =>
  Object.fromEntries(rejected.map(({ file, reason }) => [basename(file), reason]));

/** Only there does a file system take names that are not Unicode. */
const onLinux = process.platform === 'linux' ? test : test.skip;

describe('scanFolder', () => {
  test('makes a record of each image in natural order, file first', async () => {
    const folder = folderOf({ '10.jpg': jpeg(), '2.jpg': jpeg(), '02.JPEG': jpeg(), 'a1.png': png() });
    const { records, rejected } = await scanFolder(folder, anyName);
    expect(records).toEqual(
      ['02.JPEG', '2.jpg', '10.jpg', 'a1.png'].map((name) => ({ file: join(folder, name), name })),
    );
    expect(rejected).toEqual([]);
  });

  test('rejects files that do not hold what their name says, and says what they hold', async () => {
    const folder = folderOf({
      'empty.jpg': '',
      'html.jpg': '\uFEFF <!DOCTYPE html><p>404',
      'lfs.jpg': 'version https://git-lfs.github.com/spec/v1',
      'png.jpg': png(),
      'text.jpg': 'Ünsinn',
      'zeros.png': new Uint8Array(9),
      'noise.png': Uint8Array.of(1, 2, 200),
    });
    const { records, rejected } = await scanFolder(folder, anyName);
    expect(records).toEqual([]);
    expect(reasons(rejected)).toEqual({
      'empty.jpg': 'is empty (0 bytes)',
      'html.jpg': 'holds an HTML page (perhaps the answer of a failed download), not a JPEG image',
      'lfs.jpg': 'holds a Git LFS pointer (fetch the images with "git lfs pull"), not a JPEG image',
      'noise.png': 'holds unknown bytes, not a PNG image',
      'png.jpg': 'is a PNG image named ".jpg": rename it to ".png"',
      'text.jpg': 'holds text, not a JPEG image',
      'zeros.png': 'holds only zero bytes, not a PNG image',
    });
  });

  test('takes them unseen with checkContents: false', async () => {
    const { records } = await scanFolder(folderOf({ 'empty.jpg': '', 'png.jpg': png() }), anyName, {
      checkContents: false,
    });
    expect(records).toHaveLength(2);
  });

  test('rejects what is no image by its extension, and takes the extensions that are asked for', async () => {
    const folder = folderOf({ '.jpg': jpeg(), 'a.txt': 'x', b: 'x', 'c.gif': 'GIF89a', 'd.jpg': jpeg() });
    expect(reasons((await scanFolder(folder, anyName)).rejected)).toEqual({
      '.jpg': 'is no image: no extension, expected ".jpg" or ".jpeg" or ".png"',
      'a.txt': 'is no image: extension ".txt", expected ".jpg" or ".jpeg" or ".png"',
      b: 'is no image: no extension, expected ".jpg" or ".jpeg" or ".png"',
      'c.gif': 'is no image: extension ".gif", expected ".jpg" or ".jpeg" or ".png"',
    });
    const { records } = await scanFolder(folder, anyName, { extensions: ['.GIF', 'txt'] });
    expect(records.map(({ name }) => name)).toEqual(['a.txt', 'c.gif']);
  });

  test("lists folders unless asked to enter them, then gives the parser each file's way", async () => {
    const folder = folderOf({
      'cats/1.jpg': jpeg(),
      'cats/old/2.jpg': jpeg(),
      'dogs/1.jpg': jpeg(),
      'top.jpg': jpeg(),
    });
    const shallow = await scanFolder(folder, anyName);
    expect(shallow.rejected).toMatchObject([
      { kind: 'folder', reason: 'is a folder: pass recursive: true to scan it' },
      { kind: 'folder' },
    ]);
    const deep = await scanFolder(folder, (_name, path) => ({ ok: true, labels: { path } }), { recursive: true });
    expect(deep.records.map(({ path }) => path)).toEqual(['cats/1.jpg', 'cats/old/2.jpg', 'dogs/1.jpg', 'top.jpg']);
    expect(deep.records.map(({ file }) => relative(folder, file).replaceAll('\\', '/'))).toEqual(
      deep.records.map(({ path }) => path),
    );
    expect(deep.rejected).toEqual([]);
  });

  test('rejects symbolic links; with followLinks reads linked files and reports broken links', async () => {
    const outside = folderOf({ 'secret.jpg': jpeg() });
    const folder = folderOf({ 'a.jpg': jpeg() });
    symlinkSync(join(outside, 'secret.jpg'), join(folder, 'file.jpg'));
    symlinkSync('nowhere', join(folder, 'broken.jpg'));
    symlinkSync('circle.jpg', join(folder, 'circle.jpg'));
    const strict = await scanFolder(folder, anyName, { recursive: true });
    expect(strict.rejected.map(({ kind }) => kind)).toEqual(['link', 'link', 'link']);
    const following = await scanFolder(folder, anyName, { recursive: true, followLinks: true });
    expect(following.records.map(({ name }) => name)).toEqual(['a.jpg', 'file.jpg']);
    expect(reasons(following.rejected)).toEqual({
      'broken.jpg': 'is a symbolic link that leads to no file (ENOENT)',
      'circle.jpg': 'is a symbolic link that leads to no file (ELOOP)',
    });
  });

  test('enters linked class folders with followLinks, and reads no folder twice where links make a loop', async () => {
    const outside = folderOf({ '1.jpg': jpeg(), 'deep/2.jpg': jpeg() });
    const folder = folderOf({ 'cats/3.jpg': jpeg() });
    symlinkSync(outside, join(folder, 'birds'));
    symlinkSync(outside, join(folder, 'birds again'));
    symlinkSync(folder, join(outside, 'deep', 'loop'));
    const { records, rejected } = await scanFolder(folder, (_, path) => ({ ok: true, labels: { path } }), {
      recursive: true,
      followLinks: true,
    });
    expect(records.map(({ path }) => path)).toEqual(['birds/1.jpg', 'birds/deep/2.jpg', 'cats/3.jpg']);
    expect(rejected.map(({ file, kind }) => [basename(file), kind])).toEqual([
      ['birds again', 'link'],
      ['loop', 'link'],
    ]);
  });

  test.each([
    '.ipynb_checkpoints',
    '.Trash-1000',
    '@eaDir',
    '__MACOSX',
    '$RECYCLE.BIN',
    '$Recycle.Bin',
    'lost+found',
    'Temporary Items',
    '@Recently-Snapshot',
    '#recycle',
    '.Spotlight-V100',
    'System Volume Information',
  ])('rejects the folder %s, which no user filled with images, unless it is scanned by itself', async (hidden) => {
    const folder = folderOf({ 'cats/1.jpg': jpeg(), [`cats/${hidden}/2.jpg`]: jpeg() });
    const { records, rejected } = await scanFolder(folder, anyName, { recursive: true });
    expect([records.map(({ name }) => name), rejected.map(({ file }) => basename(file))]).toEqual([
      ['1.jpg'],
      [hidden],
    ]);
    const alone = await scanFolder(join(folder, 'cats', hidden), anyName);
    expect(alone.records.map(({ name }) => name)).toEqual(['2.jpg']);
  });

  test('rejects files that belong to the operating system, also with checkContents: false', async () => {
    const files = ['._a.jpg', '~$1.jpg', '.DS_Store', 'Thumbs.db', 'desktop.ini', '.nfs000000000001', 'a.jpg'];
    const folder = folderOf(Object.fromEntries(files.map((name) => [name, jpeg()])));
    const { records, rejected } = await scanFolder(folder, anyName, { checkContents: false });
    expect(records.map(({ name }) => name)).toEqual(['a.jpg']);
    expect(rejected.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'system'));
  });

  test('reads hidden files and folders with includeHidden alone, those of the operating system never', async () => {
    const files = ['.a.jpg', '._b.jpg', '.git/c.jpg', '.Trashes/d.jpg', 'Lost+Found/e.jpg', 'cats/.f.jpg'];
    const folder = folderOf(Object.fromEntries(files.map((name) => [name, jpeg()])));
    const scan = async (includeHidden: boolean): Promise<unknown> => {
      const { records, rejected } = await scanFolder(folder, anyName, { recursive: true, includeHidden });
      return [records.map(({ name }) => name), rejected.map(({ file, kind }) => [relative(folder, file), kind])];
    };
    const system = [
      ['._b.jpg', 'system'],
      ['.Trashes', 'system'],
    ];
    const hidden = ['.a.jpg', '.git', join('cats', '.f.jpg')].map((name) => [name, 'hidden']);
    expect(await scan(false)).toEqual([['e.jpg'], expect.arrayContaining([...system, ...hidden])]);
    expect(await scan(true)).toEqual([['.a.jpg', 'c.jpg', 'e.jpg', '.f.jpg'], expect.arrayContaining(system)]);
  });

  onLinux('rejects a name that is not UTF-8 with the way to rename it, and reads its neighbors', async () => {
    const folder = folderOf({ "it's/café.jpg": jpeg(), "it's/cafe\u0301.jpg": jpeg() });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/it's/caf`), Buffer.of(0xe9), Buffer.from('.jpg')]), jpeg());
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/classe-`), Buffer.of(0xe9)]));
    const { records, rejected } = await scanFolder(folder, anyName, { recursive: true });
    expect(records).toHaveLength(2);
    expect(rejected.map(({ kind }) => kind)).toEqual(['name', 'name']);
    expect(rejected.map(({ reason }) => reason.slice(reason.indexOf('convmv')))).toEqual([
      `convmv -r -f latin1 -t utf8 --notest '${folder}'`,
      `convmv -r -f latin1 -t utf8 --notest '${folder}/it'\\''s'`,
    ]);
  });

  test('leaves names as they are, whatever they hold', async () => {
    const name = '<img src=x onerror=alert(1)>\n\u202E.jpg';
    const { records } = await scanFolder(folderOf({ [name]: jpeg() }), anyName);
    expect(records[0]?.name).toBe(name);
  });

  test('is the same for any order of making files, and leaves out nothing silently', async () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,4}\.(jpg|txt)$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 12 }), async (names) => {
        const scans = [names, [...names].reverse()].map((order) =>
          folderOf(Object.fromEntries(order.map((file) => [file, jpeg()]))),
        );
        const [one, two] = await Promise.all(scans.map((folder) => scanFolder(folder, anyName)));
        expect(one!.records.map((record) => record.name)).toEqual(two!.records.map((record) => record.name));
        expect([...one!.records, ...one!.rejected].map(({ file }) => basename(file)).sort()).toEqual([...names].sort());
      }),
      { numRuns: 20 },
    );
  });

  test('throws for a folder that is missing, a file, or no path', async () => {
    const folder = folderOf({ 'a.jpg': jpeg() });
    await expect(scanFolder(join(folder, 'no'), anyName)).rejects.toThrow(
      `scanFolder: folder "${join(folder, 'no')}" does not exist. Pass the path of the folder that holds the images.`,
    );
    await expect(scanFolder(join(folder, 'a.jpg'), anyName)).rejects.toThrow('is a file, not a folder');
    await expect(scanFolder('', anyName)).rejects.toThrow('scanFolder: expected the path of a folder, got "".');
  });

  test('gives no records for an empty folder', async () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'sub'));
    expect(await scanFolder(folder, anyName, { recursive: true })).toEqual({ records: [], rejected: [] });
  });

  test('rejects a label that would take the place of the path', async () => {
    const folder = folderOf({ 'a.jpg': jpeg() });
    await expect(scanFolder(folder, (file) => ({ ok: true, labels: { file } }))).rejects.toThrow(
      /^scanFolder: expected the parser to return labels, got one named "file" for ".*a\.jpg": that is the path of the image\. Give it another name\.$/,
    );
  });

  test.each([
    ['jpg', '"jpg"'],
    [[], '[]'],
    [[1], '[1]'],
  ])('rejects extensions that are none: %p', async (extensions, shown) => {
    // as plain JavaScript may pass it
    const scan = scanFolder(folderOf({ 'a.jpg': jpeg() }), anyName, { extensions: extensions as unknown as string[] });
    await expect(scan).rejects.toThrow(
      `scanFolder: "extensions" must be a list of one or more, got ${shown}. Pass e.g. ['jpg', 'png'].`,
    );
  });

  test('tells a fault of the parser from a bad name', async () => {
    const folder = folderOf({ 'a.jpg': jpeg() });
    const broken = (): never => {
      throw new TypeError('x is undefined');
    };
    await expect(scanFolder(folder, broken)).rejects.toThrow(
      /^scanFolder: the parser threw on ".*a\.jpg": TypeError: x is undefined\. Return \{ ok: false, reason \} to reject it\.$/,
    );
    await expect(scanFolder(folder, () => undefined as never)).rejects.toThrow(
      'expected the parser to return { ok: true, labels } or { ok: false, reason }, got undefined',
    );
  });
});
