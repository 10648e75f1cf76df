import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { EngineOptions } from './picture-engine';
import type { ImageDecoder } from './image-decoder';

/** A name that any thread understands, or the decoder itself. */
export function resolveDecoder(decoder: EngineOptions['decoder']): string | ImageDecoder {
  if (decoder instanceof URL) return decoder.href;
  if (decoder !== 'auto') return decoder;
  try {
    createRequire(import.meta.url).resolve('sharp');
    return 'sharp';
  } catch {
    return 'built-in';
  }
}

/**
 * What a saved model calls a decoder. A module goes by the name of its file: folders are this machine's own business.
 */
export function decoderName(decoder: EngineOptions['decoder']): string {
  const resolved = resolveDecoder(decoder);
  if (typeof resolved !== 'string') return resolved.name;
  return decoder instanceof URL ? basename(decoder.pathname) : resolved;
}
