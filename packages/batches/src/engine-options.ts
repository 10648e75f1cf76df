import { availableParallelism } from 'node:os';
import { describeValue, expectPath, type TaskMap } from '@polyhead/tasks';
import { checkChanges } from './check-changes';
import { checkChoice, checkRange, checkShare, checkWhole } from './checks';
import { canStartThreads } from './decode-pool';
import type { ImageBatchesOptions } from './image-batches-options';
import type { EngineOptions } from './picture-engine';

const where = 'imageBatches';

/** Checks what {@link imageBatches} is told about decoding, and fills in what it is not told. */
export function checkEngineOptions<Tasks extends TaskMap>(
  options: Omit<ImageBatchesOptions<Tasks>, 'weights'>,
  files: readonly string[],
  seed: number,
): EngineOptions {
  const { cache, cacheFolder, cacheBytes } = options;
  if (cacheFolder !== undefined) expectPath(`${where}: "cacheFolder"`, cacheFolder, 'folder', 'cache');
  const [height, width] = checkImageSize(options.imageSize);
  const filter = checkChoice(where, 'resize', options.resize ?? 'bilinear', ['nearest', 'bilinear', 'bicubic']);
  const centerCrop = checkShare(where, 'centerCrop', options.centerCrop ?? 1);
  if (cache !== undefined) checkChoice(where, 'cache', cache, ['memory', 'disk', 'none']);
  if (cacheBytes !== undefined) checkRange(where, 'cacheBytes', cacheBytes, 0, Infinity);
  if (cacheFolder !== undefined && cache !== undefined && cache !== 'disk')
    throw new Error(
      `${where}: "cacheFolder" is for a cache on disk, got "cache" ${describeValue(cache)}. Leave one of them out.`,
    );
  const maxPixels = checkRange(where, 'maxPixels', options.maxPixels ?? 50_000_000, 1, Infinity);
  const decoder = checkDecoder(options.decoder ?? 'built-in');
  const workers = checkWorkers(options.workers, decoder);
  const prefetch = checkWhole(where, 'prefetch', options.prefetch ?? 2 * workers, 0);
  const { augment, mix } = checkChanges(where, options);
  return {
    settings: { height, width, filter, ...(centerCrop < 1 && { centerCrop }), seed, augment, mix },
    files,
    decoder,
    maxPixels,
    cache,
    cacheBytes,
    cacheFolder,
    workers,
    prefetch,
  };
}

function checkImageSize(size: number | readonly [number, number]): readonly [number, number] {
  const sides: readonly number[] = typeof size === 'number' ? [size, size] : Array.isArray(size) ? size : [];
  const [height, width] = sides;
  const good = sides.length === 2 && sides.every((side) => Number.isInteger(side) && side > 0 && side <= 16_384);
  if (good && height !== undefined && width !== undefined) return [height, width];
  throw new Error(
    `${where}: expected "imageSize" to be a whole number of pixels from 1 to 16384, or [height, width], got ${describeValue(size)}. Pass e.g. 198.`,
  );
}

function checkDecoder(decoder: EngineOptions['decoder']): EngineOptions['decoder'] {
  if (typeof decoder === 'string')
    return checkChoice<typeof decoder>(where, 'decoder', decoder, ['built-in', 'sharp', 'auto']);
  if (decoder instanceof URL || (typeof decoder?.decode === 'function' && typeof decoder.name === 'string'))
    return decoder;
  throw new Error(
    `${where}: expected "decoder" to be built-in, sharp, auto, a URL of a module, or { name, decode(bytes) }, got ${describeValue(decoder)}.`,
  );
}

function checkWorkers(workers: number | undefined, decoder: EngineOptions['decoder']): number {
  const ownDecoder = typeof decoder !== 'string' && !(decoder instanceof URL);
  if (workers === undefined)
    return ownDecoder || !canStartThreads() ? 0 : Math.max(1, Math.min(2, availableParallelism() - 1));
  checkWhole(where, 'workers', workers, 0);
  if (workers > 0 && ownDecoder)
    throw new Error(
      `${where}: a decoder object runs in the main thread, but "workers" is ${workers}. Pass the URL of a module that exports it, or 0 workers.`,
    );
  if (workers > 0 && !canStartThreads())
    throw new Error(
      `${where}: "workers" is ${workers}, but a bundle of the sources of @polyhead/batches has no script for threads. Bundle the built package, leave @polyhead/batches external, or pass workers: 0.`,
    );
  return workers;
}
