import { builtInDecoder } from './built-in-decoder';
import { expectUnchanged } from './decoder-module';
import type { ImageDecoder } from './image-decoder';
import { createSharpDecoder } from './sharp-decoder';
import { errorMessage, formatValue, invalidArgument, PolyheadError } from '@polyhead/core';

/**
 * Creates a decoder by a name that any thread can use: `built-in`, `sharp`, or the address of a module whose default
 * export is an {@link ImageDecoder}.
 *
 * @param from - File from which sharp is resolved. Default this one.
 */
export async function loadDecoder(name: string, maxPixels: number, from?: string): Promise<ImageDecoder> {
  if (name === 'built-in') return builtInDecoder({ maxPixels });
  if (name === 'sharp') return createSharpDecoder(maxPixels, from);
  const loaded = (await loadModule(name).catch((error: unknown) => {
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `imageBatches: the decoder ${name} cannot be loaded: ${errorMessage(error)}. A thread loads it with Node alone, without the loader of your program: give it a module in JavaScript, or pass the decoder itself and workers: 0.`,
      { where: 'imageBatches', path: name, cause: error },
    );
  })) as { default?: ImageDecoder | { default?: ImageDecoder } };
  const decoder =
    loaded.default !== undefined && 'default' in loaded.default
      ? loaded.default.default
      : (loaded.default as ImageDecoder | undefined);
  if (typeof decoder?.decode === 'function' && typeof decoder.name === 'string') return decoder;
  throw invalidArgument(
    'imageBatches',
    `expected the default export of ${name} to be an ImageDecoder: { name, decode(bytes) }`,
    formatValue(decoder),
    undefined,
    { path: name },
  );
}

async function loadModule(address: string): Promise<unknown> {
  expectUnchanged(address);
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ address)) as unknown;
}
