// Finds out what a file holds by its first bytes. It does not decode: a file that passes can still be damaged.
import { detectImageFormat, imageFormats } from '@polyhead/core';

/** Number of bytes that {@link detectMismatch} needs. */
export const headLength = 64;

/**
 * Returns how the first bytes of a file contradict its extension; undefined if they match, or the extension is not one
 * of an image format.
 */
export function detectMismatch(head: Uint8Array, extension: string): string | undefined {
  const expected = imageFormats.find(({ extensions }) => extensions.includes(extension));
  const found = detectImageFormat(head);
  if (expected === undefined || expected === found) return undefined;
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
