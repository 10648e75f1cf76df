/** An image format: its names, and how its files begin. */
export interface ImageFormat {
  /** Common name, such as `JPEG`. */
  readonly name: string;
  /** Extensions in lower case without dot, the usual one first. */
  readonly extensions: readonly string[];
  /** Media type (MIME), such as `image/jpeg`. */
  readonly mediaType: string;
  /** Alternatives. A file begins with one of them: all of its texts, one character per byte, at their offsets. */
  readonly signatures: readonly Signature[];
}

type Signature = readonly (readonly [offset: number, text: string])[];

/** Image formats that polyhead recognizes. Decoders read some of them. */
export const imageFormats: readonly ImageFormat[] = [
  format('JPEG', 'image/jpeg', ['jpg', 'jpeg', 'jpe', 'jfif'], ['\xff\xd8\xff']),
  format('PNG', 'image/png', ['png'], ['\x89PNG\r\n\x1a\n']),
  format('GIF', 'image/gif', ['gif'], ['GIF8']),
  {
    name: 'WebP',
    mediaType: 'image/webp',
    extensions: ['webp'],
    signatures: [
      [
        [0, 'RIFF'],
        [8, 'WEBP'],
      ],
    ],
  },
  format('TIFF', 'image/tiff', ['tif', 'tiff'], ['II*\0', 'MM\0*']),
  format('AVIF', 'image/avif', ['avif'], ['ftypavif', 'ftypavis'], 4),
  format('HEIF', 'image/heif', ['heic', 'heif'], ['ftyphei', 'ftyphev', 'ftypmif', 'ftypmsf'], 4),
  format('BMP', 'image/bmp', ['bmp'], ['BM']),
];

function format(name: string, mediaType: string, extensions: string[], texts: string[], offset = 0): ImageFormat {
  return { name, mediaType, extensions, signatures: texts.map((text) => [[offset, text]]) };
}

/**
 * Returns the image format of a file by its first bytes, whatever its name. A file of a known format may still be
 * damaged.
 *
 * @param bytes - The beginning of the file, of which 16 bytes suffice, or all of it.
 * @returns One of {@link imageFormats}; undefined if the bytes match none.
 *
 * @example
 * ```ts
 * import { detectImageFormat } from '@polyhead/core';
 * detectImageFormat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))?.mediaType; // 'image/jpeg'
 * ```
 */
export function detectImageFormat(bytes: Uint8Array): ImageFormat | undefined {
  return imageFormats.find(({ signatures }) => signatures.some((parts) => parts.every((part) => matches(bytes, part))));
}

function matches(bytes: Uint8Array, [offset, text]: Signature[number]): boolean {
  return [...text].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}
