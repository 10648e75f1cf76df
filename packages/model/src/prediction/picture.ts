import { expectBytes } from '@polyhead/tasks';
import type { Pixels } from './pixels';

/** A picture to predict: the bytes of a file, or pixels. */
export type Picture = Uint8Array | ArrayBuffer | Pixels;

/**
 * The bytes of a picture's file as one type, or its pixels as they came. Throws on what plain JavaScript passes in
 * their place, such as the file's path.
 */
export function bytesOrPixels(picture: Picture): Uint8Array | Pixels {
  // Not by `instanceof`: bytes can come from another realm, such as a frame or a test's sandbox.
  if (ArrayBuffer.isView(picture))
    return expectBytes('predict', picture, {
      what: 'the bytes of an image file',
      example: "await readFile('someone.jpg'), or pixels as { width, height, data }",
    });
  if (Object.prototype.toString.call(picture) === '[object ArrayBuffer]') return new Uint8Array(picture as ArrayBuffer);
  const { width, height, data } = (typeof picture === 'object' && picture !== null ? picture : {}) as Partial<Pixels>;
  if (typeof width === 'number' && typeof height === 'number' && data !== undefined) return { width, height, data };
  throw new Error(
    `predict: expected the bytes of a picture's file or pixels { width, height, data }, got ${described(picture)}`,
  );
}

function described(picture: unknown): string {
  if (typeof picture === 'string')
    return `the text ${JSON.stringify(picture.slice(0, 200))}. Read the file first: predict(await readFile(path)).`;
  if (typeof Blob !== 'undefined' && picture instanceof Blob)
    return 'a file or blob. Pass new Uint8Array(await file.arrayBuffer()).';
  if (Array.isArray(picture)) return 'a list. Use predictMany for several pictures, and a Uint8Array for one.';
  return `${picture === null || typeof picture !== 'object' ? String(picture) : `an object with ${Object.keys(picture).slice(0, 5).join(', ') || 'nothing'}`}. Pass e.g. await readFile('someone.jpg').`;
}
