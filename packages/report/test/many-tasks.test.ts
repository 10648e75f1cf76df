import { analyzeReport, rowsOf } from '../src/analysis/analyze-report';
import { canResample, drawsPerTask, maxClasses, maxGroups, maxKinds } from '../src/analysis/many-tasks';
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

const analyze = (count: number, resamples = 1000, draws = drawsPerTask(count)) => {
  const { input } = madeUp(count);
  return analyzeReport(input, rowsOf(input), { ...numberOptions({ resamples }, count), drawsPerTask: draws });
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

test('a report of 29 tasks has the five worst kinds of groups of each task, the worst first', () => {
  const { groups } = analyze(29);
  expect(groups).toHaveLength(29);
  for (const { dimensions, kindsLeftOut } of groups) {
    expect([dimensions.length, kindsLeftOut]).toEqual([5, 24]);
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
  const [few, many] = [analyze(12), analyze(13, 1000, 0)];
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
  const { tasks, groups } = analyzeReport({ result }, rowsOf({ result }), {
    ...numberOptions({}, 13),
    drawsPerTask: 0,
  });
  for (const [index, { dimensions, overall }] of groups.entries()) {
    const task = tasks[index]!;
    expect(task).toMatchObject({ rows: rows - 1, meanAbsoluteError: { value: overall } });
    expect(dimensions).toHaveLength(11);
    const counts = dimensions[0]!.groups.map(({ count }) => count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows - 1);
  }
});

test('the draws of all tasks together shrink slowly with their number', () => {
  const options = numberOptions({}, 3);
  expect([canResample(20_000, 5, options), canResample(20_001, 5, options)]).toEqual([true, false]);
  const totals = [1, 3, 4, 12, 13, 40].map((tasks) => tasks * drawsPerTask(tasks));
  expect(totals.map((total) => Math.round(total / 1e6))).toEqual([300, 300, 225, 75, 69, 23]);
});

test('an interval is resampled exactly as far as the draws of a task reach', () => {
  const isResampled = (draws: number) => {
    const [task] = analyze(6, 50, draws).tasks;
    return task?.type === 'classification' && task.accuracy.resamples === 50;
  };
  expect([isResampled(rows * 50), isResampled(rows * 50 - 1)]).toEqual([true, false]);
});

test('limits change by small steps between a few tasks and many', () => {
  expect([3, 12, 13, 20, 29, 100].map(maxKinds)).toEqual([48, 12, 11, 7, 5, 5]);
  expect([[20, 20, 20], Array(12).fill(20), Array(13).fill(20), Array(40).fill(7), [1000]].map(maxClasses)).toEqual([
    40, 12, 12, 40, 40,
  ]);
  expect([Array(9).fill(20), Array(144).fill(5), Array(144).fill(20), Array(1000).fill(20)].map(maxGroups)).toEqual([
    40, 40, 8, 4,
  ]);
});
