// The script of the decoding threads: loads one batch per job into memory that all threads share.
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '@polyhead/core';
import type { DecodeCall, DecodeReply, DecodeWorkerData } from './decode-messages';
import { loadDecoder } from '../decode/load-decoder';
import { openStore } from './cache/open-store';
import { imageLoader } from './image-loader';

const { settings, decoder, maxPixels, store, from } = workerData as DecodeWorkerData;
const loader = loadDecoder(decoder, maxPixels, from).then((made) => imageLoader(settings, made, openStore(store)));
let before: Promise<unknown> = loader.catch(() => undefined); // each job reports it

const reply = (answer: DecodeReply): void => parentPort?.postMessage(answer);

// Each batch waits for those before it, so that they arrive in order.
parentPort?.on('message', ({ id, job }: DecodeCall) => {
  before = before
    .then(async () => (await loader)(job))
    .then(
      (result) => reply({ id, result }),
      (error: unknown) => reply({ id, error: toErrorData(error) }),
    );
});
