import type { RgbImage } from './rgb-image';

/** Turns the bytes of a file into pixels; `builtInDecoder` is the default, `sharpDecoder` reads more formats. */
export interface ImageDecoder {
  /** Name of the decoder, which a saved model keeps. */
  readonly name: string;
  /**
   * Version of the pixels: another one means other pixels. Without it, decoded images are not kept in a `cacheFolder`,
   * as nothing would tell that they are of an earlier version.
   */
  readonly version?: string;
  /** The image in a file's bytes. Throws, saying why, where there is none or it is damaged. */
  decode(bytes: Uint8Array): RgbImage | Promise<RgbImage>;
}
