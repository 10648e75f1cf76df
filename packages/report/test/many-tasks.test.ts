import { analyzeReport, rowsOf } from '../src/analysis/analyze-report';
import { numberOptions } from '../src/analysis/number-options';
import { renderReport } from '@polyhead/report';

const rows = 300;
/** A share of 0 to 1 that looks random. */
const noise = (row: number, salt: number): number => (Math.imul(row * 64 + salt + 1, 2654435761) >>> 0) / 2 ** 32;

/** Yes-or-no tasks that are right for four of five rows; task a1 is always wrong where the label of a5 is yes. */
function madeUp(count: number) {
  const names = Array.from({ length: count }, (_, task) => `a${task}`);
  const truths = names.map((_, task) => Array.from({ length: rows }, (_row, row) => Number(noise(row, task) < 0.5)));
  const result = Object.fromEntries(
    names.map((name, task) => {
      const truth = truths[task]!;
      const predicted = truth.map((label, row) => {
        const isWrong = task === 1 ? truths[5]![row] === 1 : noise(row, task + 100) < 0.2;
        return isWrong ? 1 - label : label;
      });
      const probabilities = predicted.flatMap((label) => (label === 1 ? [0.3, 0.7] : [0.7, 0.3]));
      return [name, { type: 'classification' as const, labels: ['no', 'yes'], truth, predicted, probabilities }];
    }),
  );
  const test = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name, task) => [name, truths[task]![row] === 1 ? 'yes' : 'no'])),
  );
  return { names, input: { result, split: { train: [], validation: [], test } } };
}

const analyze = (count: number, resamples = 1000) => {
  const { input } = madeUp(count);
  return analyzeReport(input, rowsOf(input), numberOptions({ resamples }, count));
};

test('a report of many tasks shows every task, and grows by at most 65 kB for each', async () => {
  const sizes: number[] = [];
  for (const count of [13, 20]) {
    const { names, input } = madeUp(count);
    const page = await renderReport(input);
    const summary = page.slice(page.indexOf('id="summary"'), page.indexOf('id="data"'));
    expect(summary).not.toContain('class="tiles"');
    for (const name of names) {
      expect(summary).toContain(`<th scope="row">${name}</th>`);
      expect(page).toContain(`Task: ${name}</h2>`);
      expect(page).toContain(`${name}: accuracy by group`);
    }
    sizes.push(page.length);
  }
  expect((sizes[1]! - sizes[0]!) / 7).toBeLessThan(65_000);
});

test('a report of many tasks has the five worst kinds of groups of each task, the worst first', () => {
  const { groups } = analyze(13);
  expect(groups).toHaveLength(13);
  for (const { dimensions, kindsLeftOut } of groups) {
    expect([dimensions.length, kindsLeftOut]).toEqual([5, 8]);
    const values = dimensions.map(({ worst }) => worst!.value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  }
  expect(groups[1]!.dimensions[0]).toMatchObject({
    by: 'a5',
    worst: { group: 'yes', value: 0 },
    difference: 1,
    ratio: 0,
  });
});

test('a report of twelve tasks has every kind of groups', () => {
  expect(analyze(12, 20).groups.map(({ dimensions }) => dimensions.length)).toEqual(Array(12).fill(12));
});

test('intervals of a report of many tasks are those of few tasks, but for the noise of resampling', () => {
  const [few, many] = [analyze(12), analyze(13)];
  for (const [index, task] of few.tasks.entries()) {
    const [resampled, computed] = [task, many.tasks[index]].map((one) =>
      one?.type === 'classification' ? one.accuracy : undefined,
    );
    expect(computed).toMatchObject({ value: resampled!.value, confidence: 0.95, resamples: 0 });
    expect(Math.abs(computed!.low - resampled!.low)).toBeLessThan(0.3 * resampled!.standardError);
    expect(Math.abs(computed!.high - resampled!.high)).toBeLessThan(0.3 * resampled!.standardError);
  }
  const all = few.groups[0]!.dimensions;
  for (const { by, groups, difference, ratio } of many.groups[0]!.dimensions) {
    const same = all.find((dimension) => dimension.by === by);
    if (same === undefined) continue; // the thirteenth task
    expect(groups.map(({ group, count }) => [group, count])).toEqual(
      same.groups.map(({ group, count }) => [group, count]),
    );
    expect(difference).toBeCloseTo(same.difference, 12);
    expect(ratio).toBeCloseTo(same.ratio, 12);
  }
});

test('a report of many numbers has computed intervals too, and leaves out the rows that are not finite', () => {
  const truth = Float64Array.from({ length: rows }, (_, row) => 50 * noise(row, 1));
  const result = Object.fromEntries(
    Array.from({ length: 13 }, (_, task) => {
      const predicted = truth.map((value, row) => (row === 0 ? NaN : value + 9 * noise(row, task + 7)));
      return [`x${task}`, { type: 'regression' as const, truth, predicted }];
    }),
  );
  const { tasks, groups } = analyzeReport({ result }, rowsOf({ result }), numberOptions({}, 13));
  for (const [index, { dimensions, overall }] of groups.entries()) {
    const task = tasks[index]!;
    expect(task).toMatchObject({ rows: rows - 1, meanAbsoluteError: { value: overall } });
    expect(dimensions).toHaveLength(5);
    const counts = dimensions[0]!.groups.map(({ count }) => count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows - 1);
  }
});
