// What runs in the decoding threads: loads one batch per job into memory that all threads share.
import { parentPort, workerData } from 'node:worker_threads';
import { errorMessage } from '../decode/assert-image';
import type { DecodeCall, DecodeReply, DecodeWorkerData } from './decode-messages';
import { namedDecoder } from '../decode/named-decoder';
import { openStore } from './cache/open-store';
import { imageLoader } from './image-loader';

const { settings, decoder, maxPixels, store, from } = workerData as DecodeWorkerData;
const loader = namedDecoder(decoder, maxPixels, from).then((made) => imageLoader(settings, made, openStore(store)));
let before: Promise<unknown> = loader.catch(() => undefined); // the jobs report it

const reply = (answer: DecodeReply): void => parentPort?.postMessage(answer);

/** An error may hold values that cannot be copied to another thread: then its message is enough. */
function replyError(id: number, error: unknown): void {
  try {
    reply({ id, error });
  } catch {
    reply({ id, error: new Error(errorMessage(error)) });
  }
}

// Each batch waits for those before it, so that they arrive in order.
parentPort?.on('message', ({ id, job }: DecodeCall) => {
  before = before
    .then(async () => (await loader)(job))
    .then(
      (result) => reply({ id, result }),
      (error: unknown) => replyError(id, error),
    );
});
