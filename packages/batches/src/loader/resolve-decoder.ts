import { basename } from 'node:path';
import { builtInDecoder } from '../decode/built-in-decoder';
import { addressWithSum } from '../decode/decoder-module';
import type { LoaderOptions } from './image-pipeline';
import type { ImageDecoder } from '../decode/image-decoder';
import { requireFrom } from '../decode/require-from';
import { sharpVersion } from '../decode/sharp-version';

/** A name that any thread understands, or the decoder itself. */
export function resolveDecoder(decoder: LoaderOptions['decoder']): string | ImageDecoder {
  if (decoder instanceof URL) return addressWithSum(decoder);
  if (decoder !== 'auto') return decoder;
  try {
    requireFrom().resolve('sharp');
    return 'sharp';
  } catch {
    return 'built-in';
  }
}

/** Which pixels a decoder makes of a file. */
export interface DecoderIdentity {
  /** Name and version, or the name of a module and the sum of its files. */
  readonly name: string;
  /** False if other pixels may go by the same name, as the decoder has no version. */
  readonly isExact: boolean;
}

/** Tells decoders apart, also from those that went by the same name in earlier runs. */
export function decoderIdentity(decoder: LoaderOptions['decoder']): DecoderIdentity {
  const resolved = resolveDecoder(decoder);
  if (decoder instanceof URL && typeof resolved === 'string')
    return { name: `${decoderName(decoder)} ${new URL(resolved).search || resolved}`, isExact: true };
  const { name, version } =
    resolved === 'built-in'
      ? builtInDecoder()
      : typeof resolved === 'string'
        ? { name: resolved, version: sharpVersion() }
        : resolved;
  return { name: version === undefined ? name : `${name} ${version}`, isExact: version !== undefined };
}

/**
 * What a saved model calls a decoder. A module goes by the name of its file: folders are this machine's own business.
 */
export function decoderName(decoder: LoaderOptions['decoder']): string {
  if (decoder instanceof URL) return basename(decoder.pathname);
  const resolved = resolveDecoder(decoder);
  return typeof resolved === 'string' ? resolved : resolved.name;
}
