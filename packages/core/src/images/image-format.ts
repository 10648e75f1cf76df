import { assertBytes } from '../validate/assert-bytes';

/** An image format: its names, and how its files begin. */
export interface ImageFormat {
  /** Common name, such as `JPEG`. */
  readonly name: string;
  /** Extensions in lower case without dot, the usual one first. */
  readonly extensions: readonly string[];
  /** Media type (MIME), such as `image/jpeg`. */
  readonly mediaType: string;
  /** How files begin, one character per byte: one of these texts. `?` matches any byte. */
  readonly signatures: readonly string[];
}

/** Image formats that polyhead recognizes. Decoders read some of them. */
export const imageFormats: readonly ImageFormat[] = [
  {
    name: 'JPEG',
    mediaType: 'image/jpeg',
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
    signatures: ['\xff\xd8\xff'],
  },
  { name: 'PNG', mediaType: 'image/png', extensions: ['png'], signatures: ['\x89PNG\r\n\x1a\n'] },
  { name: 'GIF', mediaType: 'image/gif', extensions: ['gif'], signatures: ['GIF8'] },
  { name: 'WebP', mediaType: 'image/webp', extensions: ['webp'], signatures: ['RIFF????WEBP'] },
  { name: 'TIFF', mediaType: 'image/tiff', extensions: ['tif', 'tiff'], signatures: ['II*\0', 'MM\0*'] },
  { name: 'AVIF', mediaType: 'image/avif', extensions: ['avif'], signatures: ['????ftypavif', '????ftypavis'] },
  {
    name: 'HEIF',
    mediaType: 'image/heif',
    extensions: ['heic', 'heif'],
    signatures: ['????ftyphei', '????ftyphev', '????ftypmif', '????ftypmsf'],
  },
  { name: 'BMP', mediaType: 'image/bmp', extensions: ['bmp'], signatures: ['BM'] },
];

/**
 * Returns the image format of a file by its first bytes, whatever its name. A file of a known format may still be
 * damaged.
 *
 * @param bytes - The beginning of the file, of which 12 bytes suffice, or all of it.
 * @returns One of {@link imageFormats}; undefined if the bytes match none.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `bytes` is not a typed array of bytes.
 *
 * @example
 * ```ts
 * import { detectImageFormat } from '@polyhead/core';
 * detectImageFormat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))?.mediaType; // 'image/jpeg'
 * ```
 */
export function detectImageFormat(bytes: Uint8Array): ImageFormat | undefined {
  assertBytes('detectImageFormat', bytes, { what: 'the bytes of an image file', example: "await readFile('a.jpg')" });
  return imageFormats.find(({ signatures }) => signatures.some((signature) => beginsWith(bytes, signature)));
}

function beginsWith(bytes: Uint8Array, signature: string): boolean {
  return [...signature].every((letter, index) => letter === '?' || bytes[index] === letter.charCodeAt(0));
}
