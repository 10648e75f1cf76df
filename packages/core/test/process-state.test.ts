import type * as Package from '@polyhead/core';
import { processState } from '@polyhead/core';

test('processState returns the same value to every copy of a package', () => {
  let copy: typeof Package | undefined;
  jest.isolateModules(() => (copy = jest.requireActual<typeof Package>('@polyhead/core')));
  expect(copy!.processState).not.toBe(processState);
  const value = processState('test/state', () => ({ count: 1 }));
  expect(copy!.processState('test/state', () => ({ count: 2 }))).toBe(value);
});
