import { binnedPie, type FigureSpec } from '@polyhead/report';

const counts = (figure: FigureSpec): unknown =>
  Object.fromEntries(
    (figure.data as { values: { label: string; count: number }[] }).values.map(({ label, count }) => [label, count]),
  );

describe('binnedPie', () => {
  test("counts the article's bands, each with its upper age, and a child of 0 years too", () => {
    expect(counts(binnedPie([0, 10, 11, 20, 21, 40, 41, 60, 80, 81, 116]))).toEqual({
      '<10': 2,
      '10-20': 2,
      '20-30': 1,
      '30-40': 1,
      '40-60': 2,
      '60-80': 1,
      '80+': 2,
    });
  });

  test('tells which edge a band holds', () => {
    expect(binnedPie([5, 15]).description).toMatch(/ Bands hold their upper edge: 10-20 is above 10 and up to 20\.$/);
    expect(binnedPie([5, 15], { edges: [0, 18, Infinity] }).description).not.toMatch('edge');
  });

  test('counts what is outside of all bands as other', () => {
    expect(counts(binnedPie([5, 200, NaN], { edges: [0, 10, 100] }))).toEqual({ '<10': 1, other: 2 });
  });

  test('rejects edges that do not rise', () => {
    expect(() => binnedPie([1], { edges: [0, 20, 10] })).toThrow(
      'binnedPie: expected at least two rising edges, got [0, 20, 10]',
    );
    expect(() => binnedPie([1], { edges: [3] })).toThrow('Pass e.g. [0, 18, Infinity]');
  });
});
