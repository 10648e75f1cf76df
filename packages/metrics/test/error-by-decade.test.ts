import { errorByDecade } from '@polyhead/metrics';

describe('errorByDecade', () => {
  test('has one entry per decade from the lowest to the highest, empty ones between included', () => {
    const decades = errorByDecade([25, 28, 50, 29], [27, 25, 40, 29]);
    expect(decades.map((d) => [d.lower, d.upper, d.count])).toEqual([
      [20, 30, 3],
      [30, 40, 0],
      [40, 50, 0],
      [50, 60, 1],
    ]);
    expect(decades.map((d) => d.meanError)).toEqual([-1 / 3, NaN, NaN, -10]);
  });

  test('rejects no rows and NaN', () => {
    expect(() => errorByDecade([], [])).toThrow('must have at least one row, got none.');
    expect(() => errorByDecade([NaN], [1])).toThrow('"truth" must hold finite numbers, got NaN in row 0.');
    expect(() => errorByDecade([0, 1e12], [1, 1])).toThrow('"truth" must span at most 1000 decades');
  });
});
