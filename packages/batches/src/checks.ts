import { describeValue, expectBytes, expectObject } from '@polyhead/tasks';
import type { RgbImage } from './rgb-image';

/** The checks that factories make at the door; `where` is the function that an error names. */
export function checkWhole(where: string, option: string, value: number, min: number): number {
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw new Error(
    `${where}: expected "${option}" to be a whole number of at least ${min}, got ${describeValue(value)}.`,
  );
}

/** Checks what the types promise already, for options that come from a file or from JavaScript. */
export function checkChoice<Choice extends string>(
  where: string,
  option: string,
  choice: Choice,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(choice)) return choice;
  throw new Error(`${where}: expected "${option}" to be one of ${choices.join(', ')}, got ${describeValue(choice)}.`);
}

export function checkRange(where: string, option: string, value: number, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new Error(`${where}: expected "${option}" to be a number from ${min} to ${max}, got ${describeValue(value)}.`);
}

/** A part of a whole: more than none of it. */
export function checkShare(where: string, option: string, share: number): number {
  if (typeof share === 'number' && share > 0 && share <= 1) return share;
  throw new Error(
    `${where}: expected "${option}" to be a share above 0 and up to 1, got ${describeValue(share)}. Pass e.g. 0.8, or leave it out.`,
  );
}

/** The image with its pixels as a `Uint8Array`. Throws if it is not an image of bytes, or its size does not match. */
export function checkRgbImage(where: string, image: RgbImage): RgbImage {
  expectObject(where, image, {
    what: 'a picture',
    members: ['width', 'height', 'data'],
    example: 'what builtInDecoder().decode(bytes) returned',
  });
  const { width, height } = image;
  const data = expectBytes(where, image.data, { what: 'the "data" of an image' });
  if (data.length !== width * height * 3)
    throw new Error(`${where}: expected ${width} x ${height} pixels with 3 numbers each, got ${data.length} numbers.`);
  return data === image.data ? image : { ...image, data };
}

/** What a decoder is given: the bytes of a file. */
export function checkBytes(bytes: Uint8Array): void {
  expectBytes('decode', bytes, { what: 'the bytes of an image file', example: "await readFile('someone.jpg')" });
}

/** What an error says; errors of other realms are no instances of this one's Error. */
export function messageOf(error: unknown): string {
  const message: unknown =
    error !== null && typeof error === 'object' && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : String(error);
}
