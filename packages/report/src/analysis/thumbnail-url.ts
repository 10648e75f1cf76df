import { assertBytes, detectImageFormat } from '@polyhead/core';
import type { ThumbnailData } from '../input/report-input';

const shownByBrowsers = ['JPEG', 'PNG', 'GIF', 'WebP', 'AVIF'];
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
  const format = detectImageFormat(bytes);
  if (format === undefined || !shownByBrowsers.includes(format.name) || bytes.length > most) return undefined;
  return `data:${format.mediaType};base64,${base64(bytes)}`;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes a limited number of arguments.
  for (let start = 0; start < bytes.length; start += 0x2000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  return btoa(text);
}
