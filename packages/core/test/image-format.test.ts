import { detectImageFormat, imageFormats } from '@polyhead/core';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ['\xff\xd8\xff\xe0', 'JPEG'],
  ['\x89PNG\r\n\x1a\n', 'PNG'],
  ['GIF89a', 'GIF'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'WebP'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['\0\0\0\x1cftypavif', 'AVIF'],
  ['\0\0\0\x1cftypheic', 'HEIF'],
  ['BM', 'BMP'],
])('detectImageFormat recognizes %j as %s', (text, name) => {
  expect(detectImageFormat(bytesOf(text))?.name).toBe(name);
});

test.each(['', '\xff\xd8', 'RIFF\x10\0\0\0WAVEfmt ', '\0\0\0\x1cftypisom', '<svg>', '%PDF-'])(
  'detectImageFormat returns undefined for %j',
  (text) => {
    expect(detectImageFormat(bytesOf(text))).toBeUndefined();
  },
);

test('imageFormats lists no extension twice', () => {
  const extensions = imageFormats.flatMap((format) => format.extensions);
  expect(new Set(extensions).size).toBe(extensions.length);
});
