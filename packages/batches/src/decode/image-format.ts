const signatures: readonly (readonly [format: string, offset: number, bytes: string])[] = [
  ['JPEG', 0, '\xff\xd8\xff'],
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavi'],
  ['HEIF', 4, 'ftyphei'],
  ['HEIF', 4, 'ftyphev'],
  ['HEIF', 4, 'ftypmif'],
  ['HEIF', 4, 'ftypmsf'],
  ['QuickTime video', 4, 'ftypqt  '],
  ['QuickTime video', 4, 'moov'],
  ['MP4 video', 4, 'ftyp'],
  ['PDF', 0, '%PDF'],
];

/** More of a text file than precedes the root element of an SVG: a declaration, a document type, a comment. */
const headLength = 1024;

/** Returns the format of a file by its first bytes, such as `JPEG` or `PNG`; undefined if they do not show it. */
export function imageFormat(bytes: Uint8Array): string | undefined {
  const found = signatures.find(([, offset, signature]) =>
    [...signature].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0)),
  );
  return found === undefined ? markupFormat(bytes) : found[0];
}

function markupFormat(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, headLength)).trimStart(); // without a byte order mark
  if (!text.startsWith('<')) return undefined;
  if (/^(<[?!][^>]*>\s*)*<svg[\s>]/.test(text)) return 'SVG';
  return text.startsWith('<?xml') ? 'XML' : 'HTML';
}
