import { compareRuns, modelCard, renderReport } from '@polyhead/report';
import { writeReport } from '@polyhead/report/node';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMarkup } from './read-markup';

const labels = ['no', 'yes'];
/** Classes of which the first `wrong` of each true class are taken for the other. */
const classes = (counts: readonly [no: number, yes: number], wrong: readonly [no: number, yes: number] = [0, 0]) => {
  const rows = counts.flatMap((count, truth) =>
    Array.from({ length: count }, (_, row) => [truth, row < wrong[truth]! ? 1 - truth : truth] as const),
  );
  return {
    type: 'classification' as const,
    labels,
    truth: rows.map(([truth]) => truth),
    predicted: rows.map(([, predicted]) => predicted),
  };
};
const jsonOf = async (result: object, options = {}) =>
  JSON.parse(
    await readFile(
      (
        await writeReport(
          join(await mkdtemp(join(tmpdir(), 'few-')), 'report.html'),
          { result },
          { resamples: 50, thumbnails: false, ...options },
        )
      ).json,
      'utf8',
    ),
  );
const textOf = async (result: object, options = {}): Promise<string> =>
  readMarkup(await renderReport({ result }, { resamples: 50, ...options })).text;

describe('a report of few images', () => {
  test('says of a small group that it cannot tell, and gives no interval and no verdict', async () => {
    const ripe = classes([60, 2], [10, 2]);
    expect(await textOf({ ripe })).toMatch(/ripe: yes20\.0%–too few to tell/);
    expect(await textOf({ ripe })).not.toContain('clearly worse for');
    expect(modelCard({ result: { ripe } }, { resamples: 50 }).quantitativeAnalyzes).toContain(
      '- yes: 0.0% (too few to tell; 2 images)',
    );
    const [{ dimensions }] = (await jsonOf({ ripe })).groups;
    expect(dimensions[0].groups[1]).toEqual({ group: 'yes', count: 2, value: 0, low: null, high: null });
    expect(await textOf({ ripe }, { minGroupSize: 2 })).toMatch(/ripe: yes20\.0%0\.0% to 84\.2%/);
  });

  test('calls no group the worst where all are alike', async () => {
    const alike = await textOf({ ripe: classes([35, 25]) });
    expect(alike).toContain('By ripe: the same for all groups that are large enough.');
    expect(alike).not.toMatch(/100\.0%worst/);
    expect(await textOf({ ripe: classes([35, 25], [0, 1]) })).toMatch(/ripe: yes2596\.0%[^a-z]*to[^a-z]*worst/);
  });

  // statsmodels.stats.proportion.proportion_confint(count, rows, alpha, method='beta'); so does
  // scipy.stats.binomtest(count, rows).proportion_ci().
  test.each([
    [0.95, 0.9403705, 0.8628148],
    [0.9, 0.9512971, 0.8870719],
  ])('has the exact interval where all are right, with confidence %d', async (confidence, whole, part) => {
    const { tasks, groups } = await jsonOf({ ripe: classes([35, 25]) }, { confidence });
    expect(tasks[0].accuracy).toMatchObject({ value: 1, low: expect.closeTo(whole, 7), high: 1 });
    expect(groups[0].dimensions[0].groups[1]).toEqual({
      group: 'yes',
      count: 25,
      value: 1,
      low: expect.closeTo(part, 7),
      high: 1,
    });
  });

  test('says of a result of four images how little it tells, in place of an interval', async () => {
    const text = await textOf({
      ripe: classes([2, 2]),
      days: { type: 'regression', unit: 'days', truth: [1, 2, 3, 4], predicted: [1, 2, 3, 5] },
    });
    expect(text).toMatch('right (too few images to tell how surely); guessing “no” would be right in 50.0%');
    expect(text).toMatch('off on average (too few images to tell how surely)');
    expect(text).toContain(
      'ripe: too few images to tell whether it is better than always answering “no” (100.0% against 50.0%).',
    );
    expect(text).toContain(
      'days: too few images to tell whether it is better than always answering 2.5 (0.25 days off against 1).',
    );
    expect(text).not.toMatch(/[\d%] to \d|between \d/);
  });

  test('calls one group that is large enough not the worst of one', async () => {
    const text = await textOf({ ripe: classes([60, 2], [10, 2]), sweet: classes([60, 2], [5, 2]) });
    expect(text).toContain(
      'By ripe: only no is large enough to compare with the whole (83.3% on 60 images, 80.6% over all).',
    );
    expect(text).toContain(
      'By ripe × sweet: only no, no is large enough to compare with the whole (83.3% on 60 images, 80.6% over all).',
    );
    expect(text).not.toMatch(/the worst is|worst of those/);
  });

  test('names no run the best of few images', async () => {
    const { text } = readMarkup(
      await compareRuns(
        [
          { name: 'a', result: { ripe: classes([2, 2]) } },
          { name: 'b', result: { ripe: classes([2, 2], [1, 1]) } },
        ],
        { resamples: 50 },
      ),
    );
    expect(text).toContain('Ripe: too few images to tell which run is best.');
    expect(text).not.toMatch(/is best \(|more than chance/);
  });
});
