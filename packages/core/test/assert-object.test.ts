import { assertObject } from '@polyhead/core';

describe('assertObject', () => {
  const expected = { what: 'an optimizer', requiredKeys: ['start', 'settings'], example: 'adam()' };

  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['adam', '"adam"'],
    [Math.max, 'function max'],
    [[{ start: 1, settings: 2 }], 'a list'],
    [Promise.resolve({ start: 1, settings: 2 }), 'a promise (await it)'],
    [{ start: 1 }, 'an object without "settings"'],
    [{ start: undefined }, 'an object without "start" and "settings"'],
  ])('says what came in place of an object: %p', (value, came) => {
    expect(() => assertObject('train', value, expected)).toThrow(
      `train: expected an optimizer, got ${came}. Pass e.g. adam().`,
    );
  });

  test('lets objects pass that have the members, from a class as well, and any object where none is needed', () => {
    class Optimizer {
      readonly settings = false;
      start(): void {}
    }
    for (const value of [{ start: 0, settings: '', more: 1 }, new Optimizer()])
      expect(assertObject('train', value, expected)).toBeUndefined();
    expect(assertObject('train', {}, { example: '{}' })).toBeUndefined();
    expect(() => assertObject('train', 3, { example: '{ seed: 7 }' })).toThrow(
      'train: expected options, got 3. Pass e.g. { seed: 7 }.',
    );
  });

  test.each<[string, string]>([
    ['epoch', 'Did you mean "epochs"?'],
    ['Epochs', 'Did you mean "epochs"?'],
    ['batch_size', 'Did you mean "batchSize"?'],
    ['btachSize', 'Did you mean "batchSize"?'],
    ['verbose', 'The names are epochs, batchSize, seed.'],
  ])('rejects an unknown name, telling which one %s may mean', (name, fix) => {
    const optionKeys = { epochs: true, batchSize: true, seed: true } as const;
    expect(() => assertObject('train', { [name]: 3, seed: 7 }, { optionKeys, example: '{ epochs: 3 }' })).toThrow(
      `train: expected options by their names, got "${name}". ${fix}`,
    );
    expect(
      assertObject('train', { [name]: undefined, seed: 7 }, { optionKeys, example: '{ epochs: 3 }' }),
    ).toBeUndefined();
  });

  test('rejects what is neither true nor false where the names say so', () => {
    const expected = { optionKeys: { compile: 'boolean' }, example: '{ compile: false }' } as const;
    for (const compile of ['no', 0, null])
      expect(() => assertObject('train', { compile }, expected)).toThrow(
        `train: "compile" must be true or false, got ${JSON.stringify(compile)}.`,
      );
    for (const compile of [true, false, undefined])
      expect(assertObject('train', { compile }, expected)).toBeUndefined();
  });
});

test('assertObject suggests nothing for a name of megabytes, soon and in few words', () => {
  const options = { ['lossWeight'.repeat(500_000)]: 1 };
  const optionKeys = { lossWeight: true, lossOptions: true } as const;
  const start = performance.now();
  expect(() => assertObject('f', options, { optionKeys, example: '{}' })).toThrow(
    /^f: .{0,300}The names are lossWeight/,
  );
  expect(performance.now() - start).toBeLessThan(2000);
});
