import { formatValue, assertBytes, assertObject, invalidArgument } from '@polyhead/core';
import type { RgbImage } from './rgb-image';

/** The checks that factories make at the door; `where` is the function that an error names. */
export function assertWholeNumber(where: string, option: string, value: number, min: number): number {
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw invalidArgument(where, `"${option}" must be a whole number of at least ${min}`, formatValue(value));
}

/** Checks what the types promise already, for options that come from a file or from JavaScript. */
export function assertChoice<Choice extends string>(
  where: string,
  option: string,
  choice: Choice,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(choice)) return choice;
  throw invalidArgument(where, `"${option}" must be one of ${choices.join(', ')}`, formatValue(choice));
}

export function assertRange(where: string, option: string, value: number, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw invalidArgument(where, `"${option}" must be a number from ${min} to ${max}`, formatValue(value));
}

/** A part of a whole: more than none of it. */
export function assertShare(where: string, option: string, share: number): number {
  if (typeof share === 'number' && share > 0 && share <= 1) return share;
  throw invalidArgument(
    where,
    `"${option}" must be a share above 0 and up to 1`,
    formatValue(share),
    'Pass e.g. 0.8, or leave it out.',
  );
}

/** The image with its pixels as a `Uint8Array`. Throws if it is not an image of bytes, or its size does not match. */
export function assertRgbImage(where: string, image: RgbImage): RgbImage {
  assertObject(where, image, {
    what: 'an image',
    requiredKeys: ['width', 'height', 'data'],
    example: 'what builtInDecoder().decode(bytes) returned',
  });
  const { width, height } = image;
  const data = assertBytes(where, image.data, { what: 'the "data" of an image' });
  if (data.length !== width * height * 3)
    throw invalidArgument(where, `expected ${width} x ${height} pixels with 3 numbers each`, `${data.length} numbers`);
  return data === image.data ? image : { ...image, data };
}

/** What a decoder is given: the bytes of a file. */
export function assertFileBytes(bytes: Uint8Array): void {
  assertBytes('decode', bytes, { what: 'the bytes of an image file', example: "await readFile('someone.jpg')" });
}

/** What an error says; errors of other realms are no instances of this one's Error. */
export function errorMessage(error: unknown): string {
  const message: unknown =
    error !== null && typeof error === 'object' && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : String(error);
}
