import { mcNemar, pairedBootstrap, meanAbsoluteError } from '@polyhead/metrics';
import { compareRuns } from '@polyhead/report';
import { madeUpHistory, madeUpRecords, madeUpResult } from './fixtures';
import { readMarkup } from './read-markup';

const records = madeUpRecords(300);
const [first, second] = [madeUpResult(records, 2), madeUpResult(records, 3)];
const runs = [
  { name: 'plain', history: madeUpHistory, result: first },
  { name: '<b>deep', history: madeUpHistory, result: second },
];

describe('compareRuns', () => {
  test('shows results, curves and runs on one valid page', async () => {
    const page = await compareRuns(runs, { resamples: 50 });
    const { errors, elements } = readMarkup(page);
    expect([errors, elements.includes('script')]).toEqual([[], false]);
    expect([...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
      'summary',
      'results',
      'curves',
      'runs',
    ]);
  });

  test("gives the paired numbers of metrics: bootstrap of the difference, McNemar's test", async () => {
    const { text } = readMarkup(await compareRuns(runs, { resamples: 200, seed: 5 }));
    const age = pairedBootstrap(meanAbsoluteError, second.age.truth, second.age.predicted, first.age.predicted, {
      resamples: 200,
      seed: 5,
    });
    const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2)}`.replace('-', '−');
    expect(text).toContain(`${signed(age.value)}, ${signed(age.low)} to ${signed(age.high)}`);
    const test_ = mcNemar(second.race.truth, second.race.predicted, first.race.predicted, {
      labels: second.race.labels,
    });
    expect(text).toContain(`${test_.pValue.toFixed(3)} (${test_.onlyFirstRight} : ${test_.onlySecondRight})`);
  });

  test('does not compare what was tested on other images', async () => {
    const other = madeUpResult(madeUpRecords(300, 9));
    const { text } = readMarkup(
      await compareRuns(
        [
          { name: 'a', result: first },
          { name: 'b', result: { ...other, gender: undefined } },
        ],
        { resamples: 50 },
      ),
    );
    expect(text).toMatch(/is best|compared with/);
    expect(text).not.toMatch(/more than chance/);
  });

  test('rejects one run, and two of one name', async () => {
    await expect(compareRuns([{ name: 'a' }])).rejects.toThrow(
      'compareRuns: expected at least two runs, got 1. For one run use renderReport.',
    );
    await expect(compareRuns([{ name: 'a' }, { name: 'a' }])).rejects.toThrow(
      'every run must have another name, got "a" twice',
    );
  });
});
