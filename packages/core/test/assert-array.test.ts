import { assertArray } from '@polyhead/core';

describe('assertArray', () => {
  const expected = {
    what: 'a list of runs',
    requiredKeys: ['name', 'history'],
    example: "[{ name: 'plain', history }]",
  };
  const run = { name: 'plain', history: {} };

  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['plain', '"plain"'],
    [run, '{"name":"plain","history":{}}'],
    [Promise.resolve([run]), 'a promise (await it)'],
    [[run, null], 'null at place 1'],
    [[run, run, { name: 'wide' }], 'an object without "history" at place 2'],
  ])('says what came in place of a list: %p', (value, came) => {
    expect(() => assertArray('compareRuns', value, expected)).toThrow(
      `compareRuns: expected a list of runs, got ${came}. Pass e.g. [{ name: 'plain', history }].`,
    );
  });

  test('lets lists pass, typed arrays too, and any entry where no member is asked for', () => {
    for (const value of [[], [run], Array.from({ length: 3 }, () => run)])
      expect(assertArray('compareRuns', value, expected)).toBeUndefined();
    for (const value of [[null], new Float32Array(2), { length: 1, 0: 7 }])
      expect(assertArray('histogram', value, { what: 'numbers', example: '[1, 2]' })).toBeUndefined();
  });
});
