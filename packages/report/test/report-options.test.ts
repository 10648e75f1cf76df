import { renderReport } from '@polyhead/report';
import { madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult } from './fixtures';
import { readMarkup } from './read-markup';

const test_ = madeUpRecords(200, 5);
const { gender, race, images } = madeUpResult(test_);
const result = {
  race: { ...race, probabilities: undefined },
  gender: { ...gender, probabilities: undefined },
  images,
};
const quick = { resamples: 50 };
const jpeg = (bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => [0xff, 0xd8, 0xff][index] ?? index % 251);
const countImages = (page: string): number => page.match(/<img /g)?.length ?? 0;

describe('the options of renderReport', () => {
  test('thumbnails: 25 of the gallery and 25 of the mistakes stay below 3 MB', async () => {
    const page = await renderReport({ result }, { ...quick, thumbnails: () => jpeg(34_000) });
    expect(countImages(page)).toBe(50);
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  });

  test('thumbnails: a whole report of 100 epochs with all that it can show stays below 3 MB, too', async () => {
    const records = madeUpRecords(2000, 6);
    const split = {
      train: records.slice(0, 80),
      validation: records.slice(80, 120),
      test: records.slice(120),
      seed: 7,
      hash: 'a1b2c3',
    };
    const rejected = Array.from({ length: 30 }, (_, index) => ({
      file: `faces/${index}.txt`,
      reason: 'expected .jpg, got .txt',
      kind: 'extension',
    }));
    const epochs = Array.from({ length: 13 }, () => madeUpHistory.epochs)
      .flat()
      .slice(0, 100)
      .map((row, epoch) => ({ ...row, epoch }));
    const input = {
      records,
      rejected,
      split,
      history: { epochs },
      result: madeUpResult(split.test),
      network: madeUpNetwork,
    };
    const page = await renderReport(input, { ...quick, thumbnails: () => jpeg(34_000) });
    expect(countImages(page)).toBe(50);
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  });

  test('thumbnails: false leaves the images out, and so does an image that is too large or none', async () => {
    for (const thumbnails of [false as const, () => jpeg(34_001), () => new Uint8Array([1, 2, 3]), () => undefined]) {
      const page = await renderReport({ result }, { ...quick, thumbnails });
      expect([countImages(page), readMarkup(page).elements.filter((name) => name === 'ul').length > 0]).toEqual([
        0,
        true,
      ]);
    }
  });

  test('gallery and mistakes: as many images as asked for, shared by the tasks', async () => {
    const page = await renderReport({ result }, { ...quick, gallery: 4, mistakes: 7, thumbnails: () => jpeg(100) });
    expect(countImages(page)).toBe(11);
    expect(await renderReport({ result }, { ...quick, gallery: 0, mistakes: 0 })).not.toMatch(
      /id="(?:examples|mistakes)"/,
    );
  });

  test('mistakes: the classes that were most surely wrong, and the largest errors', async () => {
    const ripe = {
      type: 'classification',
      labels: ['no', 'yes'],
      truth: [0, 0, 0, 1],
      predicted: [1, 1, 0, 0],
      probabilities: [0.4, 0.6, 0.1, 0.9, 1, 0, 0.8, 0.2],
    };
    const days = { type: 'regression', truth: [1, 2, 3, 4], predicted: [1, 9, 3.5, 1] };
    const asked: string[] = [];
    await renderReport(
      { result: { ripe, days, images: { files: ['a', 'b', 'c', 'd'] } } },
      { ...quick, gallery: 0, mistakes: 5, thumbnails: (file) => void asked.push(String(file)) as undefined },
    );
    expect(asked).toEqual(['b', 'd', 'a', 'b', 'd']);
  });

  test('thumbnails: without a split or names of files, of the records, where there are as many as rows', async () => {
    const asked: unknown[] = [];
    const options = {
      ...quick,
      gallery: 3,
      mistakes: 0,
      thumbnails: (file?: string) => void asked.push(file) as undefined,
    };
    const own = { race: result.race };
    await renderReport({ records: test_, result: own }, options);
    expect(asked.every((file) => test_.some((record) => record.file === file))).toBe(true);
    await renderReport({ records: [...test_, ...test_], result: own }, options);
    expect(asked.slice(3)).toEqual([undefined, undefined, undefined]);
  });

  test('seed: another sample of images, the same for the same seed', async () => {
    const files = async (seed: number): Promise<string[]> => {
      const asked: string[] = [];
      await renderReport(
        { result },
        { ...quick, seed, gallery: 10, mistakes: 0, thumbnails: (file) => void asked.push(String(file)) as undefined },
      );
      return asked;
    };
    expect(await files(1)).toEqual(await files(1));
    expect(await files(1)).not.toEqual(await files(2));
  });

  test('groups: what the functions make of the records of the test part, in the order of the indices', async () => {
    const split = { train: [], validation: [], test: [...test_].reverse() };
    const indices = Uint32Array.from(test_.keys()).reverse();
    const groups = {
      hemisphere: ({ file }: { file: string }) => (Number(file.match(/\d+/)?.[0]) < 150 ? 'north' : undefined),
    };
    const { text } = readMarkup(
      await renderReport({ split, result: { ...result, images: { indices } }, groups }, quick),
    );
    expect(text).toMatch(/hemisphere: north150/);
    expect(text).toMatch(/hemisphere: unknown50/);
    await expect(renderReport({ result, groups }, quick)).rejects.toThrow(
      'expected "split" or "records" beside "groups"',
    );
    await expect(renderReport({ split: { ...split, test: test_.slice(9) }, result, groups }, quick)).rejects.toThrow(
      'to hold the records of all 200 rows of the result, got 191',
    );
  });

  test('groups: without a split, all records are those that were evaluated', async () => {
    const groups = {
      hemisphere: ({ file }: { file: string }) => (Number(file.match(/\d+/)?.[0]) < 150 ? 'north' : undefined),
    };
    const { text } = readMarkup(await renderReport({ records: test_, result, groups }, quick));
    expect(text).toMatch(/hemisphere: north150/);
    expect(text).not.toContain('never seen');
    await expect(
      renderReport({ records: [...test_, ...test_], result: { ...result, images: undefined }, groups }, quick),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: 'renderReport',
      expected: 'expected "records" to hold the records of all 200 rows of the result',
      received: '400 records',
    });
  });

  test('names no group as worse where chance explains the difference', async () => {
    const labels = ['no', 'yes'];
    const rows = Array.from({ length: 400 }, (_, row) => [row % 2, row % 20 < 2 ? 1 - (row % 2) : row % 2]);
    const ripe = {
      type: 'classification',
      labels,
      truth: rows.map(([truth]) => truth!),
      predicted: rows.map(([, predicted]) => predicted!),
    };
    const { text } = readMarkup(await renderReport({ result: { ripe } }, { resamples: 200 }));
    expect(text).toContain('No group was found that it serves clearly worse than the whole.');
    expect(text).not.toContain('clearly worst for');
  });

  test('minGroupSize: a smaller group is shown but never named the worst', async () => {
    const rows = [
      ...Array.from({ length: 30 }, () => [25, 27]),
      ...Array.from({ length: 25 }, () => [50, 40]),
      ...Array.from({ length: 3 }, () => [95, 10]),
    ];
    const values = {
      type: 'regression',
      unit: 'years',
      truth: rows.map(([truth]) => truth!),
      predicted: rows.map(([, predicted]) => predicted!),
    };
    const worst = async (minGroupSize: number) =>
      readMarkup(await renderReport({ result: { age: values } }, { ...quick, minGroupSize })).text.match(
        /Age is worst for age “([^”]*)”/,
      )?.[1];
    expect([await worst(20), await worst(3)]).toEqual(['40-60', '80+']);
  });

  test('a scatter of a few images has their numbers in its table', async () => {
    const page = await renderReport(
      { result: { days: { type: 'regression', truth: [1.5, 20, 41], predicted: [2.25, 17, 38] } } },
      quick,
    );
    const scatter = page.slice(page.indexOf('True against predicted'), page.indexOf('</figure>'));
    expect(readMarkup(scatter).text).toMatch(/truthpredicted\s*1\.52\.25\s*2017\s*4138/);
  });

  test('print shows the most frequent mistakes and the split; only what is repeated elsewhere is folded', async () => {
    const split = { train: test_.slice(0, 9), validation: [], test: test_ };
    const page = await renderReport({ split, result }, quick);
    const [folded, unfolded] = [
      [...page.matchAll(/<summary>(.*?)<\/summary>/gs)].map(([, summary = '']) => readMarkup(summary).text),
      page.replace(/<details>.*?<\/details>/gs, ''),
    ];
    for (const words of ['Most frequent mistakes', 'Race in the parts of the split', 'when all are crossed'])
      expect(unfolded).toContain(words);
    expect(
      folded.filter((summary) => !/^Numbers of |as scikit-learn prints it$|^Rejected files/.test(summary)),
    ).toEqual([]);
  });
});
