// The checks that factories make at the door; `where` is the factory that an error names.
import { formatValue, type ImageShape, invalidArgument } from '@polyhead/core';
import type { Block } from './block';

export function assertCount(where: string, option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw invalidArgument(where, `"${option}" must be a whole number of at least 1`, formatValue(value));
}

export function assertRate(where: string, option: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw invalidArgument(
    where,
    `"${option}" must be at least 0 and below 1`,
    formatValue(value),
    `Pass ${option === 'momentum' ? 'e.g. 0.99' : '0 for none'}.`,
  );
}

export function assertChoice(where: string, option: string, choice: string, choices: readonly string[]): void {
  if (!choices.includes(choice))
    throw invalidArgument(where, `"${option}" must be one of ${choices.join(', ')}`, formatValue(choice));
}

export function assertSeed(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw invalidArgument(where, '"seed" must be a whole number', formatValue(seed), 'Pass e.g. 7.');
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
