import { imageBatches, type ImageBatchesOptions } from '@polyhead/batches';
import { type DrawnRecord, drawnImages, tasks } from './drawn-images';

const base = { tasks, imageSize: 12, workers: 0 } as const;
const records = drawnImages(3);
type Options = Partial<ImageBatchesOptions<typeof tasks>>;

test.each([
  [{ imageSize: 0 }, '"imageSize" must be a whole number of pixels from 1 to 16384, or [height, width]', '0'],
  [{ imageSize: [12] }, '"imageSize" must', '[12]'],
  [{ imageSize: '198' }, '"imageSize" must', '"198"'],
  [{ imageSize: undefined }, '"imageSize" must', 'undefined'],
  [{ resize: 'lanczos' }, '"resize" must be one of nearest, bilinear, bicubic', '"lanczos"'],
  [{ centerCrop: 0 }, '"centerCrop" must be a number above 0 and up to 1', '0'],
  [{ centerCrop: 1.2 }, '"centerCrop" must be a number above 0 and up to 1', '1.2'],
  [{ centerCrop: '0.8' }, '"centerCrop" must be a number above 0 and up to 1', '"0.8"'],
  [{ cache: 'ram' }, '"cache" must be one of memory, disk, none', '"ram"'],
  [{ cache: 'memory', cacheFolder: 'x' }, '"cache" must be disk, or left out, with a "cacheFolder"', '"memory"'],
  [{ decoder: 'png' }, '"decoder" must be one of built-in, sharp, auto', '"png"'],
  [{ decoder: {} }, '"decoder" must be built-in, sharp, auto, a URL of a module, or { name, decode(bytes) }', '{}'],
  [{ workers: -1 }, '"workers" must be a whole number of at least 0', '-1'],
  [
    { workers: 2, decoder: { name: 'own', decode: () => undefined } },
    '"workers" must be 0 with a decoder object, which runs in the main thread',
    '2',
  ],
  [{ prefetch: 0.5 }, '"prefetch" must be a whole number', '0.5'],
  [{ maxSkipped: -1 }, '"maxSkipped" must be a finite number of at least 0', '-1'],
  [{ maxPixels: NaN }, '"maxPixels" must be a number of at least 1', 'NaN'],
  [{ shuffle: 'no' }, '"shuffle" must be true or false', '"no"'],
  [{ tasks: { size: {} } }, '"size" must be a task such as regression() or classification([...])', '{}'],
  [{ cacheBytes: -5 }, '"cacheBytes" must be a number of at least 0', '-5'],
] as [object, string, string][])('imageBatches rejects %p', (options, expected, received) => {
  expect(() => imageBatches(records, { ...base, ...(options as Options) })).toThrow(
    expect.objectContaining({
      code: 'INVALID_ARGUMENT',
      where: 'imageBatches',
      expected: expect.stringContaining(expected),
      received,
    }),
  );
});

test.each([
  [{ mix: { mixpu: 0.2 } }, 'imageBatches: "mix"', '"mixpu"'],
  [{ cacheFolder: 5 }, 'imageBatches: "cacheFolder"', '5'],
] as [object, string, string][])('imageBatches names the option in %p', (options, where, received) => {
  expect(() => imageBatches(records, { ...base, ...(options as Options) })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', where, received }),
  );
});

test.each([0, 1])(
  'imageBatches names a folder that cannot hold the cache, with %i threads, and its option',
  async (workers) => {
    const source = imageBatches(records, { ...base, cacheFolder: '/dev/null/x', workers });
    const read = async (): Promise<void> => {
      for await (const { size } of source.batches(0)) expect(size).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      where: 'imageBatches',
      path: '/dev/null/x',
      message: expect.stringContaining('Pass another "cacheFolder" than "/dev/null/x"'),
      cause: { code: 'ENOTDIR' },
    });
  },
);

test('imageBatches rejects a label that its task does not allow, and names task and file', () => {
  const wrong = [records[0]!, { ...records[1]!, kind: 'gray' as 'dark' }];
  expect(() => imageBatches(wrong, base)).toThrow(
    expect.objectContaining({
      code: 'INVALID_LABEL',
      message: expect.stringMatching(/label "kind" of .*1\.jpg: .*"dark", "light".*"gray"/),
    }),
  );
  expect(() => imageBatches([{ ...records[0]!, size: NaN }], base)).toThrow(
    expect.objectContaining({
      code: 'INVALID_LABEL',
      message: expect.stringMatching(/label "size" of .*0\.jpg: .*finite number/),
    }),
  );
});

test('imageBatches rejects no records, and records without files', () => {
  const rejects = (given: unknown, expected: string, received: unknown): void =>
    expect(() => imageBatches(given as DrawnRecord[], base)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', where: 'imageBatches', expected, received }),
    );
  rejects({ records }, 'expected a list of records', expect.stringMatching(/^\{"records":\[\{/));
  rejects([], 'expected at least one record', 'none');
  rejects([{ size: 1, kind: 'dark' }], 'expected record 0 to have a "file"', 'undefined');
});

test('imageBatches does not compile with a misspelled or missing label', () => {
  const rejection = expect.objectContaining({
    code: 'INVALID_LABEL',
    message: expect.stringContaining('label "kind" of a.jpg'),
  });
  // @ts-expect-error "kinds" is not a task
  expect(() => imageBatches([{ file: 'a.jpg', size: 1, kinds: 'dark' }], base)).toThrow(rejection);
  // @ts-expect-error "gray" is not a label of "kind"
  expect(() => imageBatches([{ file: 'a.jpg', size: 1, kind: 'gray' }], base)).toThrow(rejection);
});
