// What the page of jpeg-in-browser.test.ts runs.
import { jpegDecoder } from '@polyhead/batches/browser';

const native = globalThis.ImageData;
const decoder = jpegDecoder();

/** For each JPEG, in base64, its size and pixels as text, or why it is rejected; last whether `ImageData` is native. */
export function decodeAll(files: readonly string[]): string[] {
  const texts = files.map((file) => {
    try {
      const { width, height, data } = decoder.decode(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
      return `${width} x ${height}: ${data.join()}`;
    } catch (error) {
      return String(error);
    }
  });
  return [...texts, `native: ${globalThis.ImageData === native}`];
}

Object.assign(globalThis, { decodeAll });
