import { readFileSync } from 'node:fs';
import { type AugmentOptions, augmentInto } from './augment-image';
import { messageOf } from './checks';
import type { ImageDecoder } from './image-decoder';
import { mixImages, type MixOptions, planMixing } from './mix';
import type { PictureStore } from './picture-store';
import { augmentKey, randomStream } from './random-stream';
import { type ResizeFilter, resizeImage } from './resize-image';
import type { RgbImage } from './rgb-image';

/** How pictures become pixels; the same in every thread. */
export interface LoaderSettings {
  readonly height: number;
  readonly width: number;
  readonly filter: ResizeFilter;
  readonly seed: number;
  readonly augment: AugmentOptions | undefined;
  readonly mix: MixOptions | undefined;
}

/** A batch to be loaded. */
export interface LoadJob {
  readonly epoch: number;
  readonly batch: number;
  /** Records of the batch. */
  readonly indices: readonly number[];
  /** Their files. */
  readonly files: readonly string[];
  /** Their places in the order of the epoch. */
  readonly places: readonly number[];
  /** Where the pixels go: as many pictures as could be read, without gaps. */
  readonly output: SharedArrayBuffer;
}

/** A picture that could not be read: its position in the job, and why. */
export interface LoadFailure {
  readonly position: number;
  readonly reason: string;
}

/** What became of a job; all pictures that are not among the failures are in its output. */
export interface LoadResult {
  readonly failures: readonly LoadFailure[];
}

export type PictureLoader = (job: LoadJob) => Promise<LoadResult>;

/** Loads batches in whatever thread it is called in. */
export function pictureLoader(settings: LoaderSettings, decoder: ImageDecoder, store: PictureStore): PictureLoader {
  const { height, width, filter, seed, augment, mix } = settings;
  const pictureBytes = height * width * 3;
  const load = async (job: LoadJob, position: number): Promise<Uint8Array> => {
    const index = job.indices[position] as number;
    const file = job.files[position] as string;
    const kept = store.read(index, file);
    if (kept !== undefined) return kept;
    const image = await decoder.decode(readFileSync(file));
    checkImage(image, decoder);
    const { data } = resizeImage(image, height, width, { filter });
    store.write(index, file, data);
    return data;
  };
  return async (job) => {
    const output = new Uint8Array(job.output);
    const failures: LoadFailure[] = [];
    // One picture after the other: no more than one is in memory in its full size.
    for (let position = 0; position < job.files.length; position++) {
      try {
        const data = await load(job, position);
        const place = (position - failures.length) * pictureBytes;
        if (augment === undefined) output.set(data, place);
        else augmentInto(output.subarray(place, place + pictureBytes), { width, height, data }, augment, randomStream(seed, job.epoch, job.places[position] as number, augmentKey));
      } catch (error) {
        failures.push({ position, reason: messageOf(error) });
      }
    }
    const size = job.files.length - failures.length;
    if (mix !== undefined && size > 1) mixImages(output.subarray(0, size * pictureBytes), planMixing(mix, { seed, ...job }, size, height, width), width * 3, 3);
    return { failures };
  };
}

function checkImage({ width, height, data }: RgbImage, decoder: ImageDecoder): void {
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0 && data.length === width * height * 3) return;
  throw new Error(`decoder "${decoder.name}" gave ${data.length} bytes for ${width} x ${height} pixels, expected 3 a pixel`);
}
