import fc from 'fast-check';

import { naturalOrder } from '../src/natural-order';

const name = fc.stringMatching(/^[ab019_.]{0,8}$/);

describe('naturalOrder', () => {
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
    expect([...sorted].reverse().sort(naturalOrder)).toEqual(sorted);
  });

  test('is a total order', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a))).toBe(0);
        expect(naturalOrder(a, b) === 0).toBe(a === b);
        if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
