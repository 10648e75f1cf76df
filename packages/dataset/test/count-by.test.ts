import { countBy } from '@polyhead/dataset';
import fc from 'fast-check';

import golden from './golden/pandas.json';

describe('countBy', () => {
  test.each(golden.counts)('equals value_counts of pandas for $values', ({ values, counts }) => {
    const counted = countBy(values as (string | number | null)[], (value) => value);
    expect(counted.map(({ value, count }) => [value, count])).toEqual(counts.map(([value, count]) => [value, count]));
    counted.forEach(({ share }, index) => expect(share).toBeCloseTo(Number(counts[index]![2]), 15));
  });

  test('counts every item once, frequent values first', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ label: fc.option(fc.nat(5), { nil: undefined }) })), (items) => {
        const counts = countBy(items, 'label');
        for (const { value, count } of counts) expect(count).toBe(items.filter(({ label }) => label === value).length);
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(items.length);
        expect(counts.map(({ count }) => -count)).toEqual(counts.map(({ count }) => -count).sort((a, b) => a - b));
      }),
    );
  });

  test('keeps the type of what it counts', () => {
    const counts = countBy([{ race: 'asian' as const }], 'race');
    const label: 'asian' | undefined = counts[0]?.value;
    // @ts-expect-error -- there is no such property
    expect(countBy([{ race: 'asian' }], 'rase')).toEqual([{ value: undefined, count: 1, share: 1 }]);
    expect(label).toBe('asian');
  });
});
