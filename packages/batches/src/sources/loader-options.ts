import { availableParallelism } from 'node:os';
import {
  formatValue,
  assertPath,
  type TaskMap,
  invalidArgument,
  PolyheadError,
  assertNumber,
  assertWholeNumber,
  assertOneOf,
} from '@polyhead/core';
import { resolveAugmentation } from '../augment/resolve-augmentation';
import { canStartThreads } from '../loader/decode-pool';
import type { ImageBatchesOptions } from './image-batches-options';
import type { LoaderOptions } from '../loader/image-pipeline';

const where = 'imageBatches';

/** Checks the options of {@link imageBatches} that concern decoding, and fills in defaults. */
export function resolveLoaderOptions<Tasks extends TaskMap>(
  options: Omit<ImageBatchesOptions<Tasks>, 'weights'>,
  files: readonly string[],
  seed: number,
): LoaderOptions {
  const { cache, cacheFolder, cacheBytes } = options;
  if (cacheFolder !== undefined) assertPath(`${where}: "cacheFolder"`, cacheFolder, 'folder', 'cache');
  const [height, width] = checkImageSize(options.imageSize);
  const filter = assertOneOf(where, 'resize', options.resize ?? 'bilinear', ['nearest', 'bilinear', 'bicubic']);
  const centerCrop = assertNumber(where, 'centerCrop', options.centerCrop ?? 1, { above: 0, max: 1 });
  if (cache !== undefined) assertOneOf(where, 'cache', cache, ['memory', 'disk', 'none']);
  if (cacheBytes !== undefined) assertNumber(where, 'cacheBytes', cacheBytes, { min: 0, max: Infinity });
  if (cacheFolder !== undefined && cache !== undefined && cache !== 'disk')
    throw invalidArgument(
      where,
      '"cache" must be disk, or left out, with a "cacheFolder"',
      formatValue(cache),
      'Leave one of them out.',
    );
  const maxPixels = assertNumber(where, 'maxPixels', options.maxPixels ?? 50_000_000, { min: 1, max: Infinity });
  const decoder = checkDecoder(options.decoder ?? 'built-in');
  const workers = checkWorkers(options.workers, decoder);
  const prefetch = assertWholeNumber(where, 'prefetch', options.prefetch ?? 2 * workers, 0);
  const { augment, mix } = resolveAugmentation(where, options);
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
  throw invalidArgument(
    where,
    '"imageSize" must be a whole number of pixels from 1 to 16384, or [height, width]',
    formatValue(size),
    'Pass e.g. 198.',
  );
}

function checkDecoder(decoder: LoaderOptions['decoder']): LoaderOptions['decoder'] {
  if (typeof decoder === 'string')
    return assertOneOf<typeof decoder>(where, 'decoder', decoder, ['built-in', 'sharp', 'auto']);
  if (decoder instanceof URL || (typeof decoder?.decode === 'function' && typeof decoder.name === 'string'))
    return decoder;
  throw invalidArgument(
    where,
    '"decoder" must be built-in, sharp, auto, a URL of a module, or { name, decode(bytes) }',
    formatValue(decoder),
  );
}

function checkWorkers(workers: number | undefined, decoder: LoaderOptions['decoder']): number {
  const ownDecoder = typeof decoder !== 'string' && !(decoder instanceof URL);
  if (workers === undefined)
    return ownDecoder || !canStartThreads() ? 0 : Math.max(1, Math.min(2, availableParallelism() - 1));
  assertWholeNumber(where, 'workers', workers, 0);
  if (workers > 0 && ownDecoder)
    throw invalidArgument(
      where,
      '"workers" must be 0 with a decoder object, which runs in the main thread',
      workers,
      'Pass the URL of a module that exports the decoder, or workers: 0.',
    );
  if (workers > 0 && !canStartThreads())
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `${where}: "workers" is ${workers}, but a bundle of the sources of @polyhead/batches has no script for threads. Bundle the built package, leave @polyhead/batches external, or pass workers: 0.`,
      { where },
    );
  return workers;
}
