import { assertBytes, invalidArgument } from '@polyhead/core';
import type { Pixels } from './image-pixels';

/** An image to predict: the bytes of a file, or pixels. */
export type ImageInput = Uint8Array | ArrayBuffer | Pixels;

/**
 * Returns the bytes of an image file as one type, or the pixels unchanged. Throws on other values of plain JavaScript,
 * such as the path of the file.
 */
export function classifyInput(where: string, image: ImageInput): Uint8Array | Pixels {
  // Not by `instanceof`: bytes can come from another realm, such as a frame or a test's sandbox.
  if (ArrayBuffer.isView(image))
    return assertBytes(where, image, {
      what: 'the bytes of an image file',
      example: "await readFile('someone.jpg'), or pixels as { width, height, data }",
    });
  if (Object.prototype.toString.call(image) === '[object ArrayBuffer]') return new Uint8Array(image as ArrayBuffer);
  const { width, height, data } = (typeof image === 'object' && image !== null ? image : {}) as Partial<Pixels>;
  if (typeof width === 'number' && typeof height === 'number' && data !== undefined) return { width, height, data };
  throw invalidArgument(
    where,
    "expected the bytes of an image's file or pixels { width, height, data }",
    ...describeInput(image),
  );
}

/** Returns the received value as text, and what to do about it. */
function describeInput(image: unknown): [received: string, hint: string] {
  if (typeof image === 'string')
    return [`the text ${JSON.stringify(image.slice(0, 200))}`, 'Read the file first: predict(await readFile(path)).'];
  if (typeof Blob !== 'undefined' && image instanceof Blob)
    return ['a file or blob', 'Pass new Uint8Array(await file.arrayBuffer()).'];
  if (Array.isArray(image)) return ['a list', 'Use predictBatch for several images, and a Uint8Array for one.'];
  const keys = typeof image === 'object' && image !== null ? Object.keys(image).slice(0, 5).join(', ') : undefined;
  return [
    keys === undefined ? String(image) : `an object with ${keys || 'nothing'}`,
    "Pass e.g. await readFile('someone.jpg').",
  ];
}
