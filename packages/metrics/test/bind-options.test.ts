import { cumulativeScore, f1Score, bindOptions } from '@polyhead/metrics';

describe('bindOptions', () => {
  test('fixes the options and keeps the facts', () => {
    const macro = bindOptions(f1Score, { average: 'macro' });
    expect(macro([0, 1, 2], [0, 2, 2])).toBe(f1Score([0, 1, 2], [0, 2, 2], { average: 'macro' }));
    expect([macro.title, macro.higherIsBetter, macro.best, macro.range]).toEqual([f1Score.title, true, 1, [0, 1]]);
  });

  test('does not compile with an option that the metric has not, which rejects it when called', () => {
    // @ts-expect-error: cumulativeScore has no average
    const metric = bindOptions(cumulativeScore, { average: 'macro' });
    expect(() => metric([1], [1])).toThrow(
      'cumulativeScore: "options" must have no names but within, sampleWeight, got "average".',
    );
  });
});
