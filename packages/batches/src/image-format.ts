const signatures: readonly (readonly [format: string, offset: number, bytes: string])[] = [
  ['JPEG', 0, '\xff\xd8\xff'],
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavif'],
  ['HEIF', 4, 'ftyp'],
  ['PDF', 0, '%PDF'],
  ['HTML', 0, '<'],
];

/** What a file is by its first bytes, such as `JPEG` or `PNG`; undefined where they say nothing. */
export function imageFormat(bytes: Uint8Array): string | undefined {
  return signatures.find(([, offset, signature]) =>
    [...signature].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0)),
  )?.[0];
}
