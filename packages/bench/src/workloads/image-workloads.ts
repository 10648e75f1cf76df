import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { builtInDecoder, resizeImage } from '@polyhead/batches';
import type { PreparedWork, Workload } from './workload';

const side = 198;

async function decoding(files: readonly Uint8Array[], passes: number): Promise<PreparedWork> {
  const decoder = builtInDecoder();
  return {
    run: () => files.forEach((bytes) => resizeImage(decoder.decode(bytes), side, side)),
    warmUps: 2,
    repeats: passes,
  };
}

/** Decoding of JPEG files, and resizing of what is in them. */
export const imageWorkloads = {
  decode: {
    definition: '20 passes of decoding 32 drawn JPEG images of 200 to 262 px and resizing them to 198 px',
    prepare: () =>
      decoding(
        Array.from({ length: 32 }, (_, index) => drawJpeg(index)),
        20,
      ),
  },
  'decode-folder': {
    definition: '6 passes of decoding the first 200 JPEG images of a folder and resizing them to 198 px',
    needsImages: true,
    prepare: async ({ images = '.' }) => {
      const names = (await readdir(images)).filter((name) => /\.jpe?g$/i.test(name)).sort();
      if (names.length === 0) throw new Error(`--images: the folder must hold .jpg files, got none in ${images}.`);
      return decoding(await Promise.all(names.slice(0, 200).map((name) => readFile(join(images, name)))), 6);
    },
  },
} as const satisfies Record<string, Workload>;

/** A smooth image with edges and noise, so that its blocks have as many coefficients as a photo's. */
function drawJpeg(index: number): Uint8Array {
  // The package "batches" depends on this encoder; the benchmark itself doesn't.
  const { encode } = createRequire(new URL('../../../batches/package.json', import.meta.url))('jpeg-js') as {
    encode(image: { width: number; height: number; data: Uint8Array }, quality: number): { data: Uint8Array };
  };
  const [width, height] = [200 + 2 * index, 200 + index];
  const data = Uint8Array.from({ length: width * height * 4 }, (_, position) => {
    const pixel = position >> 2;
    const [x, y, channel] = [pixel % width, Math.floor(pixel / width), position & 3];
    const wave = 90 * Math.sin((x + 11 * index) / (9 + channel)) * Math.cos(y / (13 + channel));
    const edge = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (30 + index) ** 2 ? 50 : 0;
    const noise = (Math.imul(position + 1, 2654435761) >>> 27) - 16;
    return channel === 3 ? 255 : Math.max(0, Math.min(255, 110 + wave + edge + noise));
  });
  return encode({ width, height, data }, 90).data;
}
