// What runs in the threads of a decoding pool: loads one batch a call into memory that all threads share.
import { workerData } from 'node:worker_threads';
import { namedDecoder } from './named-decoder';
import { openStore } from './open-store';
import { type LoaderSettings, type LoadJob, type LoadResult, pictureLoader } from './picture-loader';
import type { StoreHandle } from './picture-store';

/** What a thread is told when it starts. */
export interface DecodeWorkerData {
  readonly settings: LoaderSettings;
  /** See {@link namedDecoder}. */
  readonly decoder: string;
  readonly maxPixels: number;
  readonly store: StoreHandle | undefined;
}

const { settings, decoder, maxPixels, store } = workerData as DecodeWorkerData;
const loader = namedDecoder(decoder, maxPixels).then((made) => pictureLoader(settings, made, openStore(store)));
let before: Promise<unknown> = loader.catch(() => undefined); // the jobs tell

/** Loads a batch when those before it are done, so that they come in order. */
export default function decodeBatch(job: LoadJob): Promise<LoadResult> {
  const result = before.then(async () => (await loader)(job));
  before = result.catch(() => undefined);
  return result;
}
