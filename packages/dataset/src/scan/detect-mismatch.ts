// Tells by its first bytes what a file holds. It is no decoder: a file that passes can still be damaged further on.

/** How many bytes {@link detectMismatch} wants to see. */
export const headLength = 64;

const formats: readonly {
  readonly name: string;
  readonly extensions: readonly string[];
  readonly matches: (head: Uint8Array) => boolean;
}[] = [
  { name: 'JPEG', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], matches: (head) => startsWith(head, [0xff, 0xd8, 0xff]) },
  {
    name: 'PNG',
    extensions: ['png'],
    matches: (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  { name: 'GIF', extensions: ['gif'], matches: (head) => textAt(head, 0, 4) === 'GIF8' },
  {
    name: 'WebP',
    extensions: ['webp'],
    matches: (head) => textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP',
  },
  {
    name: 'TIFF',
    extensions: ['tif', 'tiff'],
    matches: (head) => startsWith(head, [0x49, 0x49, 0x2a, 0]) || startsWith(head, [0x4d, 0x4d, 0, 0x2a]),
  },
  {
    name: 'AVIF',
    extensions: ['avif'],
    matches: (head) => textAt(head, 4, 4) === 'ftyp' && /^avi[fs]$/.test(textAt(head, 8, 4)),
  },
  {
    name: 'HEIC',
    extensions: ['heic', 'heif'],
    matches: (head) => textAt(head, 4, 4) === 'ftyp' && /^(hei|hev|mif|msf)/.test(textAt(head, 8, 4)),
  },
  { name: 'BMP', extensions: ['bmp'], matches: (head) => textAt(head, 0, 2) === 'BM' },
];

/**
 * Why the first bytes of a file are not those of an image of its extension; undefined where they are, or where the
 * extension is none that is known.
 */
export function detectMismatch(head: Uint8Array, extension: string): string | undefined {
  const expected = formats.find(({ extensions }) => extensions.includes(extension));
  if (expected === undefined || expected.matches(head)) return undefined;
  const found = formats.find(({ matches }) => matches(head));
  if (found !== undefined)
    return `is a ${found.name} image named ".${extension}": rename it to ".${found.extensions[0]}"`;
  return `holds ${describe(head)}, not a ${expected.name} image`;
}

function describe(head: Uint8Array): string {
  // Drops a byte order mark, and a character that is cut off at the end.
  const text = new TextDecoder().decode(head, { stream: true }).trimStart();
  if (/^(<!doctype html|<html|<head|<body)/i.test(text))
    return 'an HTML page (perhaps the answer of a failed download)';
  if (text.startsWith('version https://git-lfs')) return 'a Git LFS pointer (fetch the images with "git lfs pull")';
  if (text.startsWith('%PDF-')) return 'a PDF document';
  if (startsWith(head, [0x50, 0x4b, 3, 4])) return 'a ZIP archive';
  if (head.every((byte) => byte === 0)) return 'only zero bytes';
  return head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13)) && !text.includes('\uFFFD')
    ? 'text'
    : 'unknown bytes';
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function textAt(head: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...head.subarray(start, start + length));
}
