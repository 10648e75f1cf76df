import { useWasm } from '@polyhead/wasm';

test("leaves none of the loader's handlers of uncaught errors on Node's process", async () => {
  const before = [process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')];
  await useWasm();
  expect([process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')]).toEqual(before);
});
