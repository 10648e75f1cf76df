import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in buffers that JavaScript holds once all garbage is gone: unlike resident memory they do not depend on when the collector runs. */
export function heldBufferBytes(): number {
  collectGarbage();
  collectGarbage(); // buffers are freed beside the first collection, and are gone when the second begins
  return process.memoryUsage().arrayBuffers;
}
