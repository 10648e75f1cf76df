import { disposedError, startDecodePool } from './decode-pool';
import { createTemporaryStore, type DiskStore, availableBytes, openPersistentStore } from './cache/disk-store';
import type { ImageDecoder } from '../decode/image-decoder';
import { createMemoryStore } from './cache/memory-store';
import { loadDecoder } from '../decode/load-decoder';
import { openStore } from './cache/open-store';
import { type LoaderSettings, type LoadJob, type LoadResult, imageLoader } from './image-loader';
import type { StoreHandle } from './cache/image-store';
import { decoderIdentity, resolveDecoder } from './resolve-decoder';
import { thisFile } from '../this-file';
import { PolyheadError, errorMessage } from '@polyhead/core';

/**
 * The threads, files and memory of a source: opened when the first batch is requested, and released by `close`.
 */
export interface ImagePipeline {
  run(job: LoadJob): Promise<LoadResult>;
  close(): Promise<void>;
}

export interface LoaderOptions {
  readonly settings: LoaderSettings;
  readonly files: readonly string[];
  readonly decoder: 'auto' | 'built-in' | 'sharp' | URL | ImageDecoder;
  readonly maxPixels: number;
  readonly cache: 'memory' | 'disk' | 'none' | undefined;
  readonly cacheBytes: number | undefined;
  readonly cacheFolder: string | undefined;
  readonly workers: number;
  readonly prefetch: number;
}

export function openImagePipeline(options: LoaderOptions): ImagePipeline {
  const decoder = resolveDecoder(options.decoder);
  const store = cacheOf(options);
  const { settings, maxPixels, workers } = options;
  if (typeof decoder !== 'string') return mainThreadPipeline(Promise.resolve(decoder), settings, store);
  if (workers === 0) return mainThreadPipeline(loadDecoder(decoder, maxPixels), settings, store);
  const pool = startDecodePool(workers, { settings, decoder, maxPixels, store: store?.handle, from: thisFile });
  const close = async (): Promise<void> => {
    await pool.close();
    store?.close();
  };
  return { run: (job) => pool.run(job), close };
}

/** Loads one batch after the other in the main thread. */
function mainThreadPipeline(
  decoder: Promise<ImageDecoder>,
  settings: LoaderSettings,
  store: Store | undefined,
): ImagePipeline {
  const loader = decoder.then((made) => imageLoader(settings, made, openStore(store?.handle)));
  let before: Promise<unknown> = loader.catch(() => undefined); // each job reports it
  let isClosed = false;
  const run = (job: LoadJob): Promise<LoadResult> => {
    if (isClosed) return Promise.reject(disposedError());
    const result = before.then(async () => (await loader)(job));
    before = result.catch(() => undefined);
    return result;
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await before;
    store?.close();
  };
  return { run, close };
}

interface Store {
  readonly handle: StoreHandle;
  close(): void;
}

const defaultMemory = 2 ** 30;

function cacheOf(options: LoaderOptions): Store | undefined {
  try {
    return openCache(options);
  } catch (error) {
    const advice =
      options.cacheFolder === undefined
        ? 'a "cacheFolder"'
        : `another "cacheFolder" than ${JSON.stringify(options.cacheFolder)}`;
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `imageBatches: the cache of images cannot be made: ${errorMessage(error)}. Pass ${advice}, or cache: 'none'.`,
      { where: 'imageBatches', ...(options.cacheFolder !== undefined && { path: options.cacheFolder }), cause: error },
    );
  }
}

/** Opens a cache in memory if all images fit, else on disk, unless an option decides. */
function openCache(options: LoaderOptions): Store | DiskStore | undefined {
  const { settings, files, cacheBytes, cacheFolder } = options;
  const imageBytes = settings.height * settings.width * 3;
  const fits = files.length * imageBytes <= (cacheBytes ?? defaultMemory);
  const cache = options.cache ?? (cacheFolder === undefined && fits ? 'memory' : 'disk');
  if (cache === 'none') return undefined;
  const slots = Math.min(
    files.length,
    Math.floor((cacheBytes ?? (cache === 'memory' ? defaultMemory : availableBytes(cacheFolder) / 2)) / imageBytes),
  );
  if (cache === 'memory') return { handle: createMemoryStore(slots, imageBytes), close: () => undefined };
  const decoder = decoderIdentity(options.decoder);
  if (cacheFolder === undefined || !decoder.isExact) return createTemporaryStore(slots, imageBytes);
  const { height, width, filter, centerCrop } = settings;
  return openPersistentStore(slots, imageBytes, cacheFolder, {
    version: 3,
    height,
    width,
    filter,
    centerCrop,
    decoder: decoder.name,
    files,
  });
}
