import { assertNumber, assertOneOf, assertWholeNumber, type NumberRange } from '@polyhead/core';

describe('assertNumber', () => {
  test.each<[NumberRange, string, readonly number[], readonly unknown[]]>([
    [{}, 'a finite number', [-1e300, 0, 1e300], [NaN, Infinity, -Infinity, '1', undefined, null, 1n]],
    [{ min: 0 }, 'a finite number of at least 0', [0, 1e300], [-1e-300, Infinity]],
    [{ above: 0 }, 'a finite number above 0', [1e-300, 7], [0, Infinity, NaN]],
    [{ max: 1 }, 'a finite number up to 1', [1, -7], [1.1, -Infinity]],
    [{ below: 1 }, 'a finite number below 1', [0.9], [1, -Infinity]],
    [{ min: 0, max: 1 }, 'a number from 0 to 1', [0, 0.5, 1], [-0.1, 1.1, NaN]],
    [{ min: 0, below: 1 }, 'a number of at least 0 and below 1', [0, 0.9], [1, -0.1]],
    [{ above: 0, max: 1 }, 'a number above 0 and up to 1', [0.1, 1], [0, 1.1]],
    [{ above: 0, below: 1 }, 'a number above 0 and below 1', [0.1], [0, 1]],
    [{ min: 1, max: Infinity }, 'a number of at least 1', [1, Infinity], [0, NaN]],
    [{ above: 0, max: Infinity }, 'a number above 0', [1, Infinity], [0, NaN]],
    [{ min: -Infinity, max: Infinity }, 'a number', [-Infinity, 0, Infinity], [NaN, '0']],
  ])('accepts the numbers of the range %p, %s, and no others', (range, words, inside, outside) => {
    for (const value of inside) expect(assertNumber('blur', 'radius', value, range)).toBe(value);
    for (const value of outside)
      expect(() => assertNumber('blur', 'radius', value, range)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', where: 'blur', expected: `"radius" must be ${words}` }),
      );
  });

  test('names the function, the option, the range, the received value and the hint', () => {
    expect(() => assertNumber('blur', 'radius', 0, { above: 0, max: 10 }, 'Pass e.g. 2.')).toThrow(
      'blur: "radius" must be a number above 0 and up to 10, got 0. Pass e.g. 2.',
    );
  });
});

describe('assertWholeNumber', () => {
  test('returns whole numbers from the smallest allowed one', () => {
    expect(assertWholeNumber('repeat', 'times', 1, 1)).toBe(1);
    expect(assertWholeNumber('repeat', 'seed', -7)).toBe(-7);
  });

  test.each([0, 1.5, NaN, Infinity, 2 ** 53, '1', undefined])('rejects %p for a minimum of 1', (value) => {
    expect(() => assertWholeNumber('repeat', 'times', value, 1, 'Pass e.g. 3.')).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        where: 'repeat',
        expected: '"times" must be a whole number of at least 1',
        hint: 'Pass e.g. 3.',
      }),
    );
  });

  test('names no range where any whole number will do', () => {
    expect(() => assertWholeNumber('repeat', 'seed', 0.5)).toThrow('repeat: "seed" must be a whole number, got 0.5.');
  });
});

describe('assertOneOf', () => {
  test('returns one of the choices', () => {
    expect(assertOneOf('parseSide', 'side', 'left', ['left', 'right'])).toBe('left');
  });

  test.each(['up', '', undefined, 1, ['left']])('rejects %p, which is none of the choices', (value) => {
    expect(() => assertOneOf('parseSide', 'side', value, ['left', 'right'])).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        where: 'parseSide',
        expected: '"side" must be one of left, right',
      }),
    );
  });
});
