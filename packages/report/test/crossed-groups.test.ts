import { accuracy, byGroup, bindOptions } from '@polyhead/metrics';
import { renderReport } from '@polyhead/report';
import { writeReport } from '@polyhead/report/node';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { genders, madeUpRecords, madeUpResult, races } from './fixtures';
import { readMarkup } from './read-markup';

const records = madeUpRecords(600, 3);
const { race, gender } = madeUpResult(records);
/** Every Asian woman is taken for another. */
const asianWomen = Array.from(
  race.truth,
  (truth, row) => races[truth] === 'asian' && genders[gender.truth[row] ?? 0] === 'female',
);
const result = {
  race: {
    ...race,
    probabilities: undefined,
    predicted: race.predicted.map((label, row) => (asianWomen[row] === true ? 0 : label)),
  },
  gender: { ...gender, probabilities: undefined },
};
const options = { resamples: 60, seed: 4 };

describe('crossed groups', () => {
  test('have the intervals of byGroup, worst first, and the exact one where none is right', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crossed-'));
    const { json } = await writeReport(join(folder, 'report.html'), { result }, options);
    const [{ crossed }] = JSON.parse(await readFile(json, 'utf8')).groups;
    const groups = { race: { values: race.truth, labels: races }, gender: { values: gender.truth, labels: genders } };
    const frame = byGroup(bindOptions(accuracy, { labels: races }), [race.truth, result.race.predicted], groups, {
      intervals: { resamples: 60, confidence: 0.95, seed: 4 },
    });
    const large = frame.groups.filter(({ count }) => count >= 20).sort((a, b) => a.value - b.value);
    const [none, ...others] = large.slice(0, 10).map(({ group, count, value, interval }) => ({
      groups: group,
      count,
      value,
      low: interval?.low,
      high: interval?.high,
    }));
    expect(crossed.slice(1)).toEqual(others);
    // statsmodels.stats.proportion.proportion_confint(0, 53, method='beta')
    expect(crossed[0]).toEqual({
      ...none,
      groups: { race: 'asian', gender: 'female' },
      count: 53,
      value: 0,
      low: 0,
      high: expect.closeTo(0.0672345463, 9),
    });
  });

  test('stand unfolded on the page with intervals, and the worst is named in the summary', async () => {
    const page = await renderReport({ result }, options);
    const folded = [...page.matchAll(/<details>.*?<\/details>/gs)].map(([text]) => text).join('');
    expect([page.includes('when all are crossed'), folded.includes('when all are crossed')]).toEqual([true, false]);
    const { text } = readMarkup(page);
    expect(text).toMatch(/race: by race × gender, clearly worst for “asian, female” \(\d+ images\): 0\.0% against/);
    expect(text).toMatch(/By race × gender: clearly worst for asian, female \(0\.0% on \d+ images/);
  });

  test('are left out with a word where there would be too many', async () => {
    const groups = { one: ({ file }: { file: string }) => file, two: ({ file }: { file: string }) => `${file}!` };
    const test_ = records.slice(0, 101);
    const cut = {
      ...race,
      probabilities: undefined,
      truth: race.truth.slice(0, 101),
      predicted: race.predicted.slice(0, 101),
    };
    const { text } = readMarkup(
      await renderReport({ split: { train: [], validation: [], test: test_ }, result: { race: cut }, groups }, options),
    );
    expect(text).toContain('The groups are not crossed: that would make 10,201 combinations');
  });
});
