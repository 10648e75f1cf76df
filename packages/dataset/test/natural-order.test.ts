import fc from 'fast-check';

import { compareNatural } from '../src/files/compare-natural';

const name = fc.stringMatching(/^[ab019_.]{0,8}$/);

describe('compareNatural', () => {
  test('sorts numbers by value, also beyond 2^53', () => {
    const sorted = [
      '',
      '1_0.jpg',
      '2_0.jpg',
      '10_0.jpg',
      '10_1.jpg',
      'a',
      'a9007199254740992',
      'a9007199254740993',
      'a10000000000000000',
    ];
    expect([...sorted].reverse().sort(compareNatural)).toEqual(sorted);
  });

  test('is a total order', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a))).toBe(0);
        expect(compareNatural(a, b) === 0).toBe(a === b);
        if (compareNatural(a, b) < 0 && compareNatural(b, c) < 0) expect(compareNatural(a, c)).toBeLessThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
