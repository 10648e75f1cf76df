import {
  accuracy,
  byGroup,
  confusionMatrix,
  f1Score,
  meanAbsoluteError,
  meanError,
  r2Score,
  rocAuc,
  bindOptions,
} from '@polyhead/metrics';
import { expectClose, readGolden } from './golden';

interface Golden {
  metric: 'accuracy' | 'meanAbsoluteError' | 'r2Score' | 'meanError';
  title: string;
  truth: number[];
  predicted: number[];
  groups: Record<string, string[]>;
  overall: number;
  values: number[];
  counts: number[];
  keys: string[][];
  difference: { betweenGroups: number; toOverall: number };
  ratio: { betweenGroups: number; toOverall: number };
}

const metrics = { accuracy, meanAbsoluteError, r2Score, meanError };
const truth = [0, 1, 1, 0, 1, 0];
const predicted = [0, 1, 0, 0, 0, 1];
const gender = ['female', 'female', 'male', 'female', 'male', 'male'];

describe('byGroup', () => {
  test.each(readGolden<Golden>('groups.json'))('equals fairlearn: $metric by $title', (golden) => {
    const frame = byGroup(metrics[golden.metric], [golden.truth, golden.predicted], golden.groups);
    expectClose(frame.overall, golden.overall);
    expect(frame.groups.map((g) => Object.values(g.group))).toEqual(golden.keys);
    expect(frame.groups.map((g) => g.count)).toEqual(golden.counts);
    expectClose(
      frame.groups.map((g) => g.value),
      golden.values,
    );
    expectClose(frame.difference, golden.difference);
    expectClose(frame.ratio, golden.ratio);
  });

  test('knows the worst and the best group from what the metric declares', () => {
    const right = byGroup(accuracy, [truth, predicted], { gender });
    expect([right.worst?.group.gender, right.best?.group.gender]).toEqual(['male', 'female']);
    const error = byGroup(meanAbsoluteError, [truth, predicted], { gender });
    expect([error.worst?.group.gender, error.best?.value]).toEqual(['male', 0]);
    const bias = byGroup(
      meanError,
      [
        [0, 0, 0],
        [-5, 3, 1],
      ],
      { part: ['a', 'b', 'c'] },
    );
    expect([bias.worst?.group.part, bias.best?.group.part]).toEqual(['a', 'c']);
  });

  test('takes any function, and a direction for it', () => {
    const rows = (t: ArrayLike<number>) => t.length;
    expect(byGroup(rows, [truth], { gender }).worst).toBeUndefined();
    expect(byGroup(rows, [truth], { gender, odd: [1, 0, 1, 0, 0, 0] }, { higherIsBetter: true }).best).toEqual({
      group: { gender: 'female', odd: '0' },
      count: 2,
      value: 2,
    });
  });

  test('reports an empty group as undefined, never as 0, and does not compare it', () => {
    const frame = byGroup(accuracy, [truth, predicted], {
      gender: { values: [0, 0, 1, 0, 1, 1], labels: ['female', 'male', 'other'] },
    });
    expect(frame.groups[2]).toEqual({ group: { gender: 'other' }, count: 0, value: NaN });
    expect(frame.difference.betweenGroups).toBe(1);
    expect(frame.worst?.value).toBe(0);
  });

  test('lists small groups but compares only those of the minimum size', () => {
    const frame = byGroup(
      accuracy,
      [
        [0, 0, 1],
        [0, 0, 0],
      ],
      { part: ['a', 'a', 'b'] },
      { minimumCount: 2 },
    );
    expect(frame.groups.map((g) => g.value)).toEqual([1, 0]);
    expect([frame.worst?.group.part, frame.difference.betweenGroups]).toEqual(['a', 0]);
    expect(byGroup(accuracy, [[0], [0]], { part: ['a'] }, { minimumCount: 2 }).difference).toEqual({
      betweenGroups: NaN,
      toOverall: NaN,
    });
  });

  test('adds an interval to each group that has rows', () => {
    const { groups } = byGroup(
      accuracy,
      [truth, predicted],
      { gender: { values: gender, labels: ['female', 'male', 'other'] } },
      { intervals: { resamples: 50 } },
    );
    expect(groups.map((g) => g.interval?.resamples)).toEqual([50, 50, undefined]);
    expect(groups[0]?.interval).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  test('splits tables of scores by row', () => {
    const flat = new Float32Array([0.9, 0.1, 0.2, 0.8, 0.3, 0.7, 0.6, 0.4]);
    const frame = byGroup(bindOptions(rocAuc, {}), [[0, 1, 0, 1], flat], { part: ['x', 'x', 'y', 'y'] });
    expect(frame.groups.map((g) => g.value)).toEqual([1, 0]);
  });

  test('adds up: counts of all groups are the rows', () => {
    const labels = ['no', 'yes'];
    const frame = byGroup(bindOptions(f1Score, { labels }), [truth, predicted], { gender, truth: truth.map(String) });
    expect(frame.groups.reduce((total, g) => total + g.count, 0)).toBe(truth.length);
    expect(confusionMatrix(truth, predicted, { labels }).total).toBe(frame.count);
  });

  test.each<[string, () => unknown, string]>([
    [
      'no grouping',
      () => byGroup(accuracy, [[0], [0]], {}),
      'byGroup: "groups" must hold at least one grouping, got none.',
    ],
    [
      'lengths',
      () =>
        byGroup(
          accuracy,
          [
            [0, 1],
            [0, 1],
          ],
          { gender: ['a'] },
        ),
      'byGroup: "groups.gender" must have as many rows as the columns (2), got 1.',
    ],
    [
      'too many levels',
      () =>
        byGroup(accuracy, [Array(400).fill(0), Array(400).fill(0)], {
          a: [...Array(400).keys()],
          b: [...Array(400).keys()],
        }),
      '"groups" must make at most 100000 combinations, got 160000.',
    ],
    [
      'an unknown level',
      () => byGroup(accuracy, [[0], [0]], { g: { values: ['c'], labels: ['a'] } }),
      'byGroup: "groups.g" must hold names or indices (0 to 0) of the classes "a", got "c" in row 0.',
    ],
    [
      'ages that are no levels',
      () => byGroup(accuracy, [[0], [0]], { age: [1.5] }),
      'byGroup: "groups.age" must hold class labels (whole numbers, or strings), got 1.5 in row 0.',
    ],
    [
      'minimumCount',
      () => byGroup(accuracy, [[0], [0]], { g: ['a'] }, { minimumCount: 0 }),
      '"minimumCount" must be a whole number of at least 1, got 0.',
    ],
  ])('rejects %s with words', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
