import { assertPath } from '@polyhead/core';

describe('assertPath', () => {
  test.each([
    [undefined, 'undefined'],
    ['', '""'],
    [{}, '{}'],
  ])('says what came in place of a path: %p', (path, came) => {
    expect(() => assertPath('saveModel', path, 'folder', 'runs/faces')).toThrow(
      `saveModel: expected the path of a folder, got ${came}. Pass e.g. 'runs/faces'.`,
    );
  });

  test('lets any text pass: whether something is there is for the caller to see', () => {
    expect(assertPath('saveModel', 'not/there', 'file', 'history.csv')).toBeUndefined();
  });
});
