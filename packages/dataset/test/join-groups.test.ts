import fc from 'fast-check';

import { unionFind } from '../src/split/connected-groups';

const key = fc.option(fc.nat(12), { nil: undefined });

describe('unionFind', () => {
  test('links items through others that share a key', () => {
    expect(
      unionFind(6, [
        ['a', 'b', 'a', 'c', 'd', 'e'],
        [1, 2, 3, 3, undefined, undefined],
      ]),
    ).toEqual([[0, 2, 3], [1], [4], [5]]);
  });

  test('leaves everything apart without keys', () => {
    expect(unionFind(3, [])).toEqual([[0], [1], [2]]);
  });

  test('is a partition in which equal keys never part', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, key), { maxLength: 40 }), (rows) => {
        const groups = unionFind(rows.length, [rows.map(([a]) => a), rows.map(([, b]) => b)]);
        expect(groups.flat().sort((a, b) => a - b)).toEqual([...rows.keys()]);
        const groupOf = (index: number): number => groups.findIndex((group) => group.includes(index));
        rows.forEach(([a, b], i) =>
          rows.forEach(([c, d], j) => {
            if ((a !== undefined && a === c) || (b !== undefined && b === d)) expect(groupOf(i)).toBe(groupOf(j));
          }),
        );
      }),
    );
  });

  test('joins 20,000 items in a chain at once', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => index);
    expect(unionFind(chain.length, [chain.map((index) => index >> 1), chain.map((index) => (index + 1) >> 1)])).toEqual(
      [chain],
    );
  });
});
