// JPEGs that libjpeg alone does not decode as Pillow does: those with four components, which it does not turn into red,
// green and blue, and those with a component of half as many rows, whose odd rows this version of it rounds down.
import type { RgbImage } from '../rgb-image';
import { type JpegComponent, type JpegHeader, largestSampling } from './jpeg-header';
import { extractComponent } from './extract-component';
import { decodeWithLibjpeg } from './libjpeg';
import { cmykToRgb, yccToRgb } from './sample-colors';
import { type Plane, upsample } from './upsample';
import { PolyheadError } from '@polyhead/core';

/** True if {@link decodePlanes} is for the JPEG. */
export function needsPlaneDecoding({ components }: JpegHeader): boolean {
  const isStretchedDown = (component: JpegComponent): boolean => {
    const { across, down } = upsamplingFactors(component, components);
    return across === 1 && down === 2;
  };
  return components.length === 4 || components.some(isStretchedDown);
}

/**
 * Decodes a JPEG as Pillow's `convert('RGB')` does, by a run of libjpeg for each of its components. Like Pillow it
 * treats CMYK as inverted, as Adobe's programs write it.
 *
 * Throws if libjpeg rejects the JPEG, or its components cannot be separated.
 */
export function decodePlanes(bytes: Uint8Array, header: JpegHeader): RgbImage {
  const { width, height, components, hasChroma } = header;
  const planes = components.map((component, index) => {
    const { across, down } = upsamplingFactors(component, components);
    if (!Number.isInteger(across) || !Number.isInteger(down))
      throw new PolyheadError(
        'UNSUPPORTED_IMAGE',
        `this kind of JPEG is not supported: a component is stretched ${across} x ${down} times, expected whole numbers`,
      );
    return upsample(
      firstChannel(decodeWithLibjpeg(extractComponent(bytes, header, index))),
      across,
      down,
      width,
      height,
    );
  });
  if (hasChroma) yccToRgb(planes);
  if (components.length === 4) cmykToRgb(planes, hasChroma);
  return { width, height, data: interleave(planes) };
}

/** How many pixels of the image a sample of the component covers. */
function upsamplingFactors(
  component: JpegComponent,
  components: readonly JpegComponent[],
): { across: number; down: number } {
  const most = largestSampling(components);
  return { across: most.across / component.across, down: most.down / component.down };
}

function firstChannel({ width, height, data }: RgbImage): Plane {
  const plane = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < plane.length; pixel++, at += 3) plane[pixel] = data[at] as number;
  return { width, height, data: plane };
}

/** Joins the first three planes. */
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
