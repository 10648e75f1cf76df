import type * as Package from '@polyhead/tasks';
import { processState } from '@polyhead/tasks';

test('processState returns the same value to every copy of a package', () => {
  let copy: typeof Package | undefined;
  jest.isolateModules(() => (copy = jest.requireActual<typeof Package>('@polyhead/tasks')));
  expect(copy!.processState).not.toBe(processState);
  const value = processState('test/state', () => ({ count: 1 }));
  expect(copy!.processState('test/state', () => ({ count: 2 }))).toBe(value);
});
