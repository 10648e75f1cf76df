import { mcNemar } from '@polyhead/metrics';
import { readGolden } from './golden';

interface Golden {
  table: [[number, number], [number, number]];
  exact: { statistic: number; pValue: number };
  chi2: { statistic: number; pValue: number };
  uncorrected: { statistic: number; pValue: number };
}

/** Rows with the given counts of (first is right, second is right), (right, wrong), (wrong, right), (wrong, wrong). */
function rowsOf([[a, b], [c, d]]: Golden['table']): [number[], number[], number[]] {
  const part = (value: number[]) =>
    [
      ...Array(a).fill(value[0]),
      ...Array(b).fill(value[1]),
      ...Array(c).fill(value[2]),
      ...Array(d).fill(value[3]),
    ] as number[];
  return [part([1, 1, 1, 1]), part([1, 1, 0, 0]), part([1, 2, 1, 2])];
}

/** Equal to 1e-12, relative also where p-values are tiny. */
function expectEqual(
  actual: { statistic: number; pValue: number },
  expected: { statistic: number; pValue: number },
): void {
  expect(Math.abs(actual.statistic - expected.statistic)).toBeLessThanOrEqual(1e-12 * Math.max(1, expected.statistic));
  expect(Math.abs(actual.pValue / expected.pValue - 1)).toBeLessThan(1e-12);
}

describe('mcNemar', () => {
  test.each(readGolden<Golden>('mc-nemar.json'))(
    'equals statsmodels: $table',
    ({ table, exact, chi2, uncorrected }) => {
      const rows = rowsOf(table);
      expectEqual(mcNemar(...rows), exact);
      expectEqual(mcNemar(...rows, { method: 'chi2' }), chi2);
      expectEqual(mcNemar(...rows, { method: 'chi2', continuity: false }), uncorrected);
      const { bothRight, onlyFirstRight, onlySecondRight, bothWrong } = mcNemar(...rows);
      expect([
        [bothRight, onlyFirstRight],
        [onlySecondRight, bothWrong],
      ]).toEqual(table);
    },
  );

  test('finds no difference where there is none', () => {
    for (const method of ['exact', 'chi2'] as const)
      expect(mcNemar([0, 1], [0, 0], [0, 0], { method })).toMatchObject({ statistic: 0, pValue: 1 });
  });

  test('takes names as well as indices', () => {
    const labels = ['cat', 'dog'];
    expect(mcNemar(['cat', 'dog', 'dog'], [0, 1, 0], [1, 1, 1], { labels })).toMatchObject({
      onlyFirstRight: 1,
      onlySecondRight: 1,
      bothRight: 1,
    });
  });

  test('rejects rows that do not fit and unknown words', () => {
    expect(() => mcNemar([0, 1], [0, 1], [0])).toThrow(
      'mcNemar: "second" must have as many rows as "truth" (2), got 1.',
    );
    expect(() => mcNemar([0], [3], [0], { labels: ['a'] })).toThrow(
      'mcNemar: "first" must hold names or indices (0 to 0)',
    );
    expect(() => mcNemar([0], [0], [0], { method: 'mid' as 'exact' })).toThrow(
      'mcNemar: "method" must be one of exact, chi2, got "mid".',
    );
  });
});
