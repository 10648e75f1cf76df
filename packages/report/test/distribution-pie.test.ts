import { distributionPie, type FigureSpec, palette } from '@polyhead/report';

/** The rows that a figure draws. */
const rowsOf = (figure: FigureSpec): Record<string, unknown>[] =>
  (figure.data as { values: Record<string, unknown>[] }).values;

describe('distributionPie', () => {
  test('puts the largest slice first, as value_counts does, with shares', () => {
    const rows = rowsOf(distributionPie({ male: 1, female: 3 }));
    expect(rows.map(({ label, count, share }) => [label, count, share])).toEqual([
      ['female', 3, '75%'],
      ['male', 1, '25%'],
    ]);
  });

  test('gives a label the color of its place in labels, whatever its count', () => {
    const colors = (counts: [string, number][]) =>
      JSON.stringify(distributionPie(counts, { labels: ['a', 'b', 'c'] })).match(/"range":\[([^\]]*)\]/)?.[1];
    const [a, b, c] = palette.series.map(({ light }) => JSON.stringify(light));
    expect(
      colors([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
    ).toBe([c, b, a].join(','));
    expect(
      colors([
        ['c', 2],
        ['a', 1],
      ]),
    ).toBe([c, a].join(','));
  });

  test('takes objects, pairs and what countBy gives', () => {
    const pairs = distributionPie([
      ['a', 2],
      ['b', 1],
    ]);
    expect(distributionPie({ a: 2, b: 1 })).toEqual(pairs);
    expect(
      distributionPie([
        { value: 'a', count: 2 },
        { value: 'b', count: 1 },
      ]),
    ).toEqual(pairs);
  });

  test('rejects nothing, and counts that are none', () => {
    expect(() => distributionPie([])).toThrow('distributionPie: expected at least one count above 0, got none.');
    expect(() => distributionPie({ a: 0 })).toThrow('got only zeros');
    expect(() => distributionPie({ a: -1, b: 2 })).toThrow('expected counts of at least 0, got -1 for "a"');
  });
});
