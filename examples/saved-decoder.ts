// Which decoder makes pixels of images as it was done in training. A saved model knows no more than the decoder's
// name.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ImageBatchesOptions, type ImageDecoder, jpegDecoder, pngDecoder, type TaskMap } from 'polyhead';

type Decoder = NonNullable<ImageBatchesOptions<TaskMap>['decoder']>;

const known: Readonly<Record<string, () => Decoder>> = {
  'built-in': () => 'built-in',
  sharp: () => 'sharp',
  auto: () => 'auto',
  jpeg: () => jpegDecoder(),
  png: () => pngDecoder(),
};

/**
 * The decoder of a module whose default export it is, or the one that goes by the name; the built-in one where the
 * model was trained on images that came ready-made.
 */
export async function savedDecoder(name = 'built-in', module?: string): Promise<Decoder> {
  if (module !== undefined) return moduleDecoder(module);
  const make = Object.hasOwn(known, name) ? known[name] : undefined;
  if (make !== undefined) return make();
  throw new Error(
    `evaluate: the model was trained on images from the decoder ${JSON.stringify(name)}, which is none of ${Object.keys(known).join(', ')}. Pass --decoder MODULE, a file whose default export is that decoder: { name, decode(bytes) }.`,
  );
}

/** Loads the module once before any thread does, so that what is wrong with it is told at once. */
async function moduleDecoder(module: string): Promise<URL> {
  const url = pathToFileURL(resolve(module));
  const loaded = (await import(url.href).catch((error: unknown) => {
    throw new Error(
      `evaluate: --decoder ${module} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  })) as { default?: Partial<ImageDecoder> & { default?: Partial<ImageDecoder> } };
  const decoder = loaded.default?.default ?? loaded.default;
  if (typeof decoder?.decode === 'function' && typeof decoder.name === 'string') return url;
  throw new Error(
    `evaluate: expected the default export of --decoder ${module} to be a decoder: { name, decode(bytes) }.`,
  );
}
