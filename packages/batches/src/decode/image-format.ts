import { detectImageFormat } from '@polyhead/core';

/** Files other than images that are often found among them. */
const otherFormats: readonly (readonly [format: string, offset: number, text: string])[] = [
  ['QuickTime video', 4, 'ftypqt  '],
  ['QuickTime video', 4, 'moov'],
  ['MP4 video', 4, 'ftyp'],
  ['PDF', 0, '%PDF'],
];

/** More of a text file than precedes the root element of an SVG: a declaration, a document type, a comment. */
const headLength = 1024;

/** Returns the format of a file by its first bytes, such as `JPEG` or `PDF`; undefined if they do not show it. */
export function imageFormat(bytes: Uint8Array): string | undefined {
  const textAt = (offset: number, { length }: string): string =>
    String.fromCharCode(...bytes.subarray(offset, offset + length));
  const [other] = otherFormats.find(([, offset, text]) => textAt(offset, text) === text) ?? [];
  return detectImageFormat(bytes)?.name ?? other ?? markupFormat(bytes);
}

function markupFormat(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, headLength)).trimStart(); // without a byte order mark
  if (!text.startsWith('<')) return undefined;
  if (/^(<[?!][^>]*>\s*)*<svg[\s>]/.test(text)) return 'SVG';
  return text.startsWith('<?xml') ? 'XML' : 'HTML';
}
