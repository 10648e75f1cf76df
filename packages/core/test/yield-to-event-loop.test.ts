import { yieldToEventLoop } from '@polyhead/core';

const wait = (milliseconds: number): void => {
  for (const start = performance.now(); performance.now() - start < milliseconds;);
};

test('yieldToEventLoop lets a timer run once 50 ms of work are done, and costs nothing before', async () => {
  await yieldToEventLoop();
  let ran = false;
  setTimeout(() => (ran = true), 0);
  expect(yieldToEventLoop()).toBeUndefined();
  wait(60);
  expect(ran).toBe(false);
  await yieldToEventLoop();
  expect(ran).toBe(true);
  expect(yieldToEventLoop()).toBeUndefined();
});

test('yieldToEventLoop uses a message channel where there is no setImmediate, as in browsers', async () => {
  const given = globalThis.setImmediate;
  Reflect.deleteProperty(globalThis, 'setImmediate');
  try {
    await jest.isolateModulesAsync(async () => {
      const { yieldToEventLoop: inBrowser } = await import('@polyhead/core');
      let ran = false;
      setTimeout(() => (ran = true), 0);
      while (!ran) {
        wait(60);
        await inBrowser();
      }
      expect(ran).toBe(true);
    });
  } finally {
    globalThis.setImmediate = given;
  }
});
