// The checks that factories make at the door; `where` is the factory that an error names.
import { describeValue, type ImageShape } from '@polyhead/tasks';
import type { Block } from './block';

export function checkCount(where: string, option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`${where}: expected "${option}" to be a whole number of at least 1, got ${describeValue(value)}.`);
}

export function checkRate(where: string, option: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw new Error(
    `${where}: expected "${option}" to be at least 0 and below 1, got ${describeValue(value)}. Pass ${option === 'momentum' ? 'e.g. 0.99' : '0 for none'}.`,
  );
}

export function checkChoice(where: string, option: string, choice: string, choices: readonly string[]): void {
  if (!choices.includes(choice))
    throw new Error(`${where}: expected "${option}" to be one of ${choices.join(', ')}, got ${describeValue(choice)}.`);
}

export function checkSeed(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new Error(`${where}: expected "seed" to be a whole number, got ${describeValue(seed)}. Pass e.g. 7.`);
}

export function checkBlocks(where: string, blocks: readonly Block[]): readonly Block[] {
  if (Array.isArray(blocks) && blocks.every((block) => typeof block === 'function')) return [...blocks];
  throw new Error(
    `${where}: expected a list of blocks, got ${describeValue(blocks)}. Pass e.g. [convBlock(16), convBlock(32)].`,
  );
}

/** Largest picture that a network takes, in numbers: 8192 x 8192 gray, 4729 x 4729 RGB. */
export const imageLimit = 2 ** 26;

/** Tells what is wrong with the shape of pictures. */
export function checkImageShape(where: string, imageShape: ImageShape): void {
  const given = describeValue(imageShape);
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw new Error(
      `${where}: expected "imageShape" to be [height, width, channels], got ${given}. Pass e.g. [198, 198, 3].`,
    );
  if (!imageShape.every((side) => Number.isInteger(side) && side >= 1))
    throw new Error(
      `${where}: expected "imageShape" to be three whole numbers of at least 1, got ${given}. Pass e.g. [198, 198, 3].`,
    );
  if (imageShape.reduce((numbers, side) => numbers * side, 1) > imageLimit)
    throw new Error(
      `${where}: expected "imageShape" to be of at most ${imageLimit} numbers, got ${given}. Pass smaller pictures.`,
    );
}
