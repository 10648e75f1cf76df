import { readFileSync } from 'node:fs';
import {
  assertBytes,
  describeFileError,
  yieldToEventLoop,
  PolyheadError,
  errorMessage,
  randomStream,
} from '@polyhead/core';
import { type AugmentOptions, augmentTo } from '../augment/augment-image';
import type { ImageDecoder } from '../decode/image-decoder';
import { mixImages, type MixOptions, planMix } from '../augment/mix';
import type { ImageStore } from './cache/image-store';
import { augmentDomain } from '../augment/random-domains';
import { type ResizeFilter, resizeImage } from '../resize/resize-image';
import type { RgbImage } from '../decode/rgb-image';

/** Settings that turn files into pixels, the same in every thread. */
export interface LoaderSettings {
  readonly height: number;
  readonly width: number;
  readonly filter: ResizeFilter;
  readonly centerCrop?: number;
  readonly seed: number;
  readonly augment: AugmentOptions | undefined;
  readonly mix: MixOptions | undefined;
}

/** A batch to load. */
export interface LoadJob {
  readonly epoch: number;
  readonly batch: number;
  /** Positions of the records in the list of the source. */
  readonly indices: readonly number[];
  /** Their files. */
  readonly files: readonly string[];
  /** Their orderIndices in the order of the epoch. */
  readonly orderIndices: readonly number[];
  /** Receives the pixels of all images that can be read, without gaps. */
  readonly output: SharedArrayBuffer;
}

interface LoadError {
  readonly reason: string;
}

/** An image that could not be read: its position in the job, and why. */
export interface LoadFailure extends LoadError {
  readonly position: number;
}

/** The result of a job. All images that are not among the failures are in its output. */
export interface LoadResult {
  readonly failures: readonly LoadFailure[];
}

/** Loads a batch. */
export type ImageLoader = (job: LoadJob) => Promise<LoadResult>;

/** Creates a loader that runs in the current thread. */
export function imageLoader(settings: LoaderSettings, decoder: ImageDecoder, store: ImageStore): ImageLoader {
  const { height, width, filter, centerCrop, seed, augment, mix } = settings;
  const imageBytes = height * width * 3;
  const decode = async (file: string): Promise<Uint8Array> => {
    const image = checkImage(await decoder.decode(readFileSync(file)), decoder);
    return resizeImage(image, height, width, { filter, centerCrop }).data;
  };
  const load = async (index: number, file: string): Promise<Uint8Array | LoadError> => {
    const kept = store.read(index, file); // an error of the store is not an error of the image
    if (kept !== undefined) return kept;
    const pixels = await decode(file).catch((error: unknown) => ({
      reason: describeFileError(error) ?? errorMessage(error),
    }));
    if (!('reason' in pixels)) store.write(index, file, pixels);
    return pixels;
  };
  const writeImage = (data: Uint8Array, output: Uint8Array, epoch: number, orderIndex: number): void => {
    if (augment === undefined) output.set(data);
    else augmentTo(output, { width, height, data }, augment, randomStream(seed, epoch, orderIndex, augmentDomain));
  };
  return async (job) => {
    const output = new Uint8Array(job.output);
    const failures: LoadFailure[] = [];
    let size = 0;
    // One image after the other, so that only one is in memory at its full size.
    for (const [position, file] of job.files.entries()) {
      await yieldToEventLoop(); // decoding blocks this thread, and a batch of large images takes seconds
      const loaded = await load(job.indices[position] as number, file);
      if ('reason' in loaded) failures.push({ position, ...loaded });
      else
        writeImage(
          loaded,
          output.subarray(size * imageBytes, ++size * imageBytes),
          job.epoch,
          job.orderIndices[position] as number,
        );
    }
    if (mix !== undefined && size > 1)
      mixImages(
        output.subarray(0, size * imageBytes),
        planMix(mix, { seed, ...job }, size, height, width),
        width * 3,
        3,
      );
    return { failures };
  };
}

function checkImage(image: RgbImage, decoder: ImageDecoder): RgbImage {
  const { width, height } = image;
  const data = assertBytes(`decoder "${decoder.name}"`, image.data, { what: 'the "data" of an image' });
  if (
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width > 0 &&
    height > 0 &&
    data.length === width * height * 3
  )
    return { width, height, data };
  throw new PolyheadError(
    'CALLBACK_FAILED',
    `decoder "${decoder.name}" returned ${data.length} bytes for ${width} x ${height} pixels, expected 3 a pixel`,
  );
}
