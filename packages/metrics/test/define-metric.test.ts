import { byGroup, defineMetric } from '@polyhead/metrics';
import * as metrics from '@polyhead/metrics';

describe('defineMetric', () => {
  test('makes a function that carries its facts', () => {
    const count = (truth: ArrayLike<number>) => truth.length;
    const rows = defineMetric({ title: 'rows', higherIsBetter: false, best: 0, range: [0, Infinity] }, count);
    expect(rows([5, 5])).toBe(2);
    expect(byGroup(rows, [[1, 2, 3]], { part: ['a', 'b', 'b'] }).worst?.group.part).toBe('b');
    expect(Object.keys(count)).toEqual([]);
  });

  test('every metric of the package declares facts that fit together', () => {
    const declared = Object.values(metrics).filter((value) => 'title' in value) as metrics.MetricInfo[];
    expect(declared.length).toBeGreaterThanOrEqual(18);
    for (const { title, higherIsBetter, best, range } of declared) {
      expect(title).toMatch(/^\S.*\S$/);
      expect(best).toBe(higherIsBetter === true ? range[1] : higherIsBetter === false ? range[0] : 0);
    }
  });
});
