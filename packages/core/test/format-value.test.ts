import { formatValue } from '@polyhead/core';
import fc from 'fast-check';

describe('formatValue', () => {
  test.each<[unknown, string]>([
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [undefined, 'undefined'],
    [null, 'null'],
    ['3', '"3"'],
    [3, '3'],
    [3n, '3n'],
    [Math.max, 'function max'],
    [() => 0, 'function'],
    [Symbol('x'), 'Symbol(x)'],
    [['a', NaN, undefined], '["a",NaN,undefined]'],
    [{ age: NaN, of: { list: [[[1]]] } }, '{"age":NaN,"of":{"list":[a list]}}'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(NaN), 'an invalid Date'],
    [new Float32Array(3), 'Float32Array(3)'],
    [new Map(), 'an object of Map'],
    [Array.from({ length: 20 }, (_, index) => index), '[0,1,2,3,4,5,6,7,8,9,10,11,…]'],
  ])('tells %p from what it resembles', (value, words) => {
    expect(formatValue(value)).toBe(words);
  });

  test('is what JSON says where JSON is right', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 50 }),
          fc.integer(),
          fc.boolean(),
          fc.array(fc.integer(), { maxLength: 8 }),
          fc.record({ a: fc.integer(), b: fc.string({ maxLength: 9 }) }),
        ),
        (value) => {
          expect(formatValue(value)).toBe(JSON.stringify(value));
        },
      ),
    );
  });

  test('says anything in at most 200 characters, circles and all', () => {
    const circle: unknown[] = ['x'.repeat(1000)];
    circle.push(circle, { circle });
    for (const value of [circle, 'x'.repeat(1e6), { a: 'x'.repeat(1e6) }]) expect(formatValue(value)).toHaveLength(200);
    fc.assert(fc.property(fc.anything(), (value) => formatValue(value).length <= 200));
  });
});
