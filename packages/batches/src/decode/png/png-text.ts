import { inflateSync } from 'node:zlib';
import { exifOrientation, xmpOrientation } from '../exif-orientation';

/** More bytes than any text of a PNG that holds an orientation has. */
const maxTextBytes = 2 ** 20;
const xmpKeyword = 'XML:com.adobe.xmp';
const exifKeyword = 'Raw profile type exif';

/** The orientations in a text chunk of a PNG; undefined if it has none. */
export interface TextOrientation {
  /** From EXIF data as ImageMagick writes them. */
  readonly exif?: number;
  readonly xmp?: number;
}

/** Reads the orientations in a chunk named tEXt, zTXt or iTXt. Source: PNG Specification, 11.3.3. */
export function textOrientation(name: string, content: Uint8Array): TextOrientation {
  const end = content.indexOf(0);
  if (end < 0) return {};
  const keyword = Buffer.from(content.subarray(0, end)).toString('latin1');
  if (keyword !== xmpKeyword && keyword !== exifKeyword) return {};
  const text = textOf(name, content.subarray(end + 1));
  if (text === undefined) return {};
  if (keyword === xmpKeyword) return { xmp: xmpOrientation(text) };
  // an empty line, a name, a length, and the data in hexadecimal digits
  const digits = Buffer.from(text).toString('latin1').split('\n').slice(3).join('');
  return { exif: exifOrientation(Buffer.from(digits, 'hex')) };
}

/** Returns the text after the keyword; undefined if it cannot be read. */
function textOf(name: string, content: Uint8Array): Uint8Array | undefined {
  if (name === 'tEXt') return content;
  if (name === 'zTXt') return content[0] === 0 ? inflated(content.subarray(1)) : undefined;
  const [isCompressed, method] = content;
  const language = content.indexOf(0, 2);
  const translated = language < 0 ? -1 : content.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const text = content.subarray(translated + 1);
  if (isCompressed === 0) return text;
  return method === 0 ? inflated(text) : undefined;
}

function inflated(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: maxTextBytes });
  } catch {
    return undefined; // no reason to reject the image
  }
}
