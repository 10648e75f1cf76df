// JPEGs that libjpeg alone does not decode as Pillow does: those with four components, which it does not turn into red,
// green and blue, and those with half as many rows of chroma, whose odd rows this version of it rounds down.
import type { RgbImage } from '../rgb-image';
import { componentSize, type JpegComponent, type JpegHeader, largestSampling } from './jpeg-header';
import { keepComponents } from './keep-components';
import { decodeWithLibjpeg } from './libjpeg';
import { cmykToRgb, yccToRgb } from './sample-colors';

/** True if {@link decodePlanes} is for the JPEG. */
export function needsPlanes({ components }: JpegHeader): boolean {
  return components.length === 4 || components.some((component) => isStretchedDown(component, components));
}

/**
 * Decodes a JPEG as Pillow's `convert('RGB')` does, by runs of libjpeg with some of its components each. Like Pillow it
 * treats CMYK as inverted, as Adobe's programs write it.
 *
 * Throws if libjpeg rejects the JPEG, or its components cannot be taken apart.
 */
export function decodePlanes(bytes: Uint8Array, header: JpegHeader): RgbImage {
  const { width, height, components, hasChroma } = header;
  const planes = readPlanes(bytes, header);
  components.forEach((component, index) => {
    if (isStretchedDown(component, components)) planes[index] = stretchedPlane(bytes, header, index);
  });
  if (hasChroma) yccToRgb(planes);
  if (components.length === 4) cmykToRgb(planes, hasChroma);
  return { width, height, data: interleave(planes) };
}

/** The samples of each component, stretched to the size of the image by libjpeg. */
function readPlanes(bytes: Uint8Array, header: JpegHeader): Uint8Array[] {
  const { components } = header;
  if (components.length === 3) return separate(decodeWithLibjpeg(keepComponents(bytes, header, [0, 1, 2])));
  const triples = [3, 2, 1, 0]
    .map((dropped) => [0, 1, 2, 3].filter((index) => index !== dropped))
    .filter((triple) => keepsSampling(triple, components))
    .slice(0, 2);
  if (triples.length < 2)
    throw new Error('this kind of JPEG is not supported: its components are sampled in unusual ways');
  const planes: Uint8Array[] = [];
  for (const triple of triples)
    separate(decodeWithLibjpeg(keepComponents(bytes, header, triple))).forEach((plane, place) => {
      planes[triple[place] as number] ??= plane;
    });
  return planes;
}

/** True if the largest sampling factors are among those of `indices`: without them all others mean something else. */
function keepsSampling(indices: readonly number[], components: readonly JpegComponent[]): boolean {
  const kept = largestSampling(indices.map((index) => components[index] as JpegComponent));
  const all = largestSampling(components);
  return kept.across === all.across && kept.down === all.down;
}

/** True if each row of the component stands for two of the image, and nothing else is to be done. */
function isStretchedDown({ across, down }: JpegComponent, components: readonly JpegComponent[]): boolean {
  const most = largestSampling(components);
  return across === 1 && down === 1 && most.across === 1 && most.down === 2;
}

/** A plane of full height: each row lies a quarter of the way between two of the component (jdsample.c). */
function stretchedPlane(bytes: Uint8Array, header: JpegHeader, index: number): Uint8Array {
  const { width, height } = header;
  const rows = componentSize(header, header.components[index] as JpegComponent).height;
  const [samples] = separate(decodeWithLibjpeg(keepComponents(bytes, header, [index]))) as [Uint8Array];
  const plane = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y >> 1;
    const isEven = y % 2 === 0;
    const other = Math.min(rows - 1, Math.max(0, isEven ? row - 1 : row + 1));
    for (let x = 0; x < width; x++, at++) {
      const sum = 3 * (samples[row * width + x] as number) + (samples[other * width + x] as number);
      plane[at] = (sum + (isEven ? 1 : 2)) >> 2;
    }
  }
  return plane;
}

function separate({ data }: RgbImage): Uint8Array[] {
  return [0, 1, 2].map((channel) => {
    const plane = new Uint8Array(data.length / 3);
    for (let pixel = 0, at = channel; pixel < plane.length; pixel++, at += 3) plane[pixel] = data[at] as number;
    return plane;
  });
}

/** Of the first three planes. */
function interleave(planes: readonly Uint8Array[]): Uint8Array {
  const [red, green, blue] = planes as [Uint8Array, Uint8Array, Uint8Array];
  const data = new Uint8Array(red.length * 3);
  for (let pixel = 0, at = 0; pixel < red.length; pixel++, at += 3) {
    data[at] = red[pixel] as number;
    data[at + 1] = green[pixel] as number;
    data[at + 2] = blue[pixel] as number;
  }
  return data;
}
