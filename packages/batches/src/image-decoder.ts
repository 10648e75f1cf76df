import type { RgbImage } from './rgb-image';

/** Turns the bytes of a file into pixels; `builtInDecoder` is the default, `sharpDecoder` reads more formats. */
export interface ImageDecoder {
  /** Name under which decoded pictures are kept in a cache folder: another name means other pixels. */
  readonly name: string;
  /** The picture in a file's bytes. Throws, saying why, where there is none or it is damaged. */
  decode(bytes: Uint8Array): RgbImage | Promise<RgbImage>;
}
