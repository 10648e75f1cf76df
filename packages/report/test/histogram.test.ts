import { type FigureSpec, histogram } from '@polyhead/report';
import fc from 'fast-check';

const bins = (figure: FigureSpec): { from: number; to: number; count: number }[] =>
  (figure.data as { values: { from: number; to: number; count: number }[] }).values;

describe('histogram', () => {
  test('counts every finite number once, in at most so many neighboring bins of equal width', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.double({ min: -1e6, max: 1e6, noNaN: true }),
            fc.double({ noNaN: true, noDefaultInfinity: true }),
          ),
          { minLength: 1, maxLength: 50 },
        ),
        fc.integer({ min: 2, max: 40 }),
        (values, most) => {
          const rows = bins(histogram([...values, NaN, Infinity], { bins: most }));
          expect(rows.length).toBeLessThanOrEqual(most);
          expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
          const slack = 1e-9 * Math.max(...values.map(Math.abs));
          expect(rows[0]!.from).toBeLessThanOrEqual(Math.min(...values) + slack);
          expect(rows.at(-1)!.to).toBeGreaterThanOrEqual(Math.max(...values) - slack);
          rows.slice(1).forEach(({ from }, index) => expect(from).toBe(rows[index]!.to));
        },
      ),
    );
  });

  test("has 20 whole-year bins for the article's ages", () => {
    const rows = bins(histogram(Array.from({ length: 116 }, (_, index) => index + 1)));
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([
      20,
      { from: 0, to: 6, count: 5 },
      { from: 114, to: 120, count: 3 },
    ]);
  });

  test('rejects no numbers and no bins', () => {
    expect(() => histogram([NaN])).toThrow('histogram: expected at least one finite number, got none');
    expect(() => histogram([1], { bins: 0 })).toThrow('"bins" must be a whole number of at least 1, got 0');
  });
});
