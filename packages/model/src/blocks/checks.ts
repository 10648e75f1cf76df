// The checks that factories make at the door; `where` is the factory that an error names.
import { formatValue, type ImageShape, invalidArgument, assertNumber } from '@polyhead/core';
import type { Block } from './block';

/** Throws if a share, such as a dropout rate, is not at least 0 and below 1. */
export function assertRate(where: string, option: string, value: number): void {
  const hint = option === 'momentum' ? 'Pass e.g. 0.99.' : 'Pass 0 for none.';
  assertNumber(where, option, value, { min: 0, below: 1 }, hint);
}

export function assertBlocks(where: string, blocks: readonly Block[]): readonly Block[] {
  if (Array.isArray(blocks) && blocks.every((block) => typeof block === 'function')) return [...blocks];
  throw invalidArgument(
    where,
    'expected a list of blocks',
    formatValue(blocks),
    'Pass e.g. [convBlock(16), convBlock(32)].',
  );
}

/** Largest image that a network takes, in numbers: 8192 x 8192 gray, 4729 x 4729 RGB. */
export const imageLimit = 2 ** 26;

/** Tells what is wrong with the shape of images. */
export function assertImageShape(where: string, imageShape: ImageShape): void {
  const given = formatValue(imageShape);
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw invalidArgument(where, '"imageShape" must be [height, width, channels]', given, 'Pass e.g. [198, 198, 3].');
  if (!imageShape.every((side) => Number.isInteger(side) && side >= 1))
    throw invalidArgument(
      where,
      '"imageShape" must be three whole numbers of at least 1',
      given,
      'Pass e.g. [198, 198, 3].',
    );
  if (imageShape.reduce((numbers, side) => numbers * side, 1) > imageLimit)
    throw invalidArgument(
      where,
      `"imageShape" must be of at most ${imageLimit} numbers`,
      given,
      'Pass smaller images.',
    );
}
