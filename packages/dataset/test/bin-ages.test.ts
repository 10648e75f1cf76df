import { ageBands, binAges } from '@polyhead/dataset';

import golden from './golden/pandas.json';

const edge = (value: number | string): number => (value === 'Infinity' ? Infinity : Number(value));

describe('binAges', () => {
  test.each(golden.cuts)(
    'equals pandas.cut with bins $bins and include_lowest=$includeLowest',
    ({ bins, names, includeLowest, cells }) => {
      const binned = golden.ages.map((age) => binAges(age, { bins: bins.map(edge), names, includeLowest }) ?? null);
      expect(binned).toEqual(cells);
    },
  );

  test("has the article's bands as default, with age 0 in the first", () => {
    const withLowest = golden.cuts[1]!;
    expect(golden.ages.map((age) => binAges(age) ?? null)).toEqual(withLowest.cells);
    expect([...ageBands]).toEqual(withLowest.names);
    expect([binAges(0), binAges(10), binAges(11), binAges(116)]).toEqual(['<10', '<10', '10-20', '80+']);
  });

  test('names bins by their edges', () => {
    const bins = [18, 30.5, 65, 120];
    expect([20, 40, 70].map((age) => binAges(age, { bins }))).toEqual(['18-30.5', '30.5-65', '65-120']);
  });

  test('gives undefined for what is in no bin', () => {
    expect([-1, NaN, 121].map((age) => binAges(age, { bins: [0, 120] }))).toEqual([undefined, undefined, undefined]);
    expect(binAges(0, { includeLowest: false })).toBeUndefined();
  });

  test('rejects an age that is no number', () => {
    for (const age of ['10', null])
      expect(() => binAges(age as unknown as number)).toThrow(
        `binAges: expected an age in years as a number, got ${JSON.stringify(age)}. Pass e.g. Number(age).`,
      ); // as plain JavaScript may pass it
  });

  test('rejects edges that do not ascend, and names that do not fit', () => {
    for (const bins of [[], [1], [0, 0], [2, 1], [0, NaN]])
      expect(() => binAges(1, { bins })).toThrow(/^binAges: "bins" must be at least two ascending edges, got \[/);
    expect(() => binAges(1, { bins: [0, 1], names: ['a', 'b'] })).toThrow(
      'binAges: expected 1 "names" for 2 edges, got 2 (a, b).',
    );
  });
});
