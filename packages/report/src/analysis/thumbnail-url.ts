import { assertBytes } from '@polyhead/core';
import type { ThumbnailData } from '../input/report-input';

const dataUrl = /^data:image\/(?:jpeg|png|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * An image as a data URL that the page may contain; undefined if there is none, it is larger than `most` bytes, or no
 * browser shows its format. Throws if it is neither a text nor bytes; `where` is the function that the error names.
 */
export function thumbnailUrl(where: string, image: ThumbnailData, most: number): string | undefined {
  if (image === undefined) return undefined;
  if (typeof image === 'string') return image.length <= (most * 4) / 3 + 64 && dataUrl.test(image) ? image : undefined;
  const bytes = assertBytes(where, image, {
    what: 'the bytes of an image file',
    example: "await readFile('someone.jpg'), or a data URL",
  });
  const type = imageType(bytes);
  return type === undefined || bytes.length > most ? undefined : `data:image/${type};base64,${base64(bytes)}`;
}

/** The kind of an image by its first bytes. */
function imageType(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF8')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp';
  return text.slice(4) === 'ftypavif' ? 'avif' : undefined;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes a limited number of arguments.
  for (let start = 0; start < bytes.length; start += 0x2000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  return btoa(text);
}
