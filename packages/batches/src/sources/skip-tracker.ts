import { PolyheadError, type SkippedImage, assertNumber, assertWholeNumber } from '@polyhead/core';

/** Images that could not be read. */
export interface SkippedImages {
  readonly list: readonly SkippedImage[];
  has(index: number): boolean;
  /** Throws if there are too many. */
  add(index: number, reason: string): void;
}

const shownInError = 3;

/** `limit` is a count, or a share of all files where it is below 1. */
export function trackSkipped(files: readonly string[], limit?: number): SkippedImages {
  const most = maxSkipped(files.length, limit);
  const found = new Map<number, SkippedImage>();
  const list: SkippedImage[] = [];
  const add = (index: number, reason: string): void => {
    if (found.has(index)) return;
    const image: SkippedImage = { index, file: files[index] as string, reason };
    found.set(index, image);
    list.push(image);
    if (list.length > most)
      throw new PolyheadError('TOO_MANY_SKIPPED', describeSkipLimit(list, most, files.length), {
        where: 'imageBatches',
        path: image.file,
      });
  };
  return { list, has: (index) => found.has(index), add };
}

function maxSkipped(size: number, limit?: number): number {
  if (limit === undefined) return Math.min(Math.max(10, Math.floor(size / 100)), Math.floor(size / 2));
  assertNumber('imageBatches', 'maxSkipped', limit, { min: 0 });
  if (limit >= 1) assertWholeNumber('imageBatches', 'maxSkipped', limit, 0);
  return limit < 1 ? Math.floor(limit * size) : limit;
}

function describeSkipLimit(list: readonly SkippedImage[], most: number, size: number): string {
  const first = list.slice(0, shownInError).map(({ file, reason }) => `${file}: ${reason}`);
  return `imageBatches: ${list.length} of ${size} images could not be read so far, and "maxSkipped" allows ${most === 0 ? 'none' : most}. The first:\n${first.join('\n')}\nFix or remove them, or raise "maxSkipped".`;
}
