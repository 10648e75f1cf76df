import { type RandomStream, randomStream } from '@polyhead/core';
import { sampleBeta } from './sample-beta';
import { mixDomain } from './random-domains';

/** Mixing of images and targets with others of their batch; see {@link BatchOptions}. */
export interface MixOptions {
  /**
   * Blends two images: parameter of the beta distribution of their shares, 0.2 for little, 1 for much. Default 0: no
   * blending. Source: Zhang et al., mixup (2017).
   */
  readonly mixup?: number;
  /**
   * Copies a rectangle of one image into another: parameter of the beta distribution of its area. With `mixup` too,
   * each image is treated one way or the other. Default 0. Source: Yun et al., CutMix (2019).
   */
  readonly cutmix?: number;
}

/** How one image of a batch is mixed. */
export interface MixPlan {
  /** Position of the other image. */
  readonly partner: number;
  /** Share of the image itself, from 0.5 to 1. */
  readonly share: number;
  /** Rectangle that the other image fills; undefined if the two are blended. */
  readonly box?: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

/** How the images of a batch are mixed: a function of seed, epoch, batch, and the number of images in it. */
export function planMix(
  options: MixOptions,
  key: { seed: number; epoch: number; batch: number },
  size: number,
  height: number,
  width: number,
): MixPlan[] {
  const random = randomStream(key.seed, key.epoch, key.batch, mixDomain);
  const { mixup = 0, cutmix = 0 } = options;
  const step = 1 + Math.floor(random() * (size - 1)); // each image is partner to one other
  return Array.from({ length: size }, (_, position) => {
    const partner = (position + step) % size;
    const isCut = cutmix > 0 && (mixup === 0 || random() < 0.5);
    const drawn = sampleBeta(isCut ? cutmix : mixup, random);
    const share = Math.max(drawn, 1 - drawn);
    return isCut ? cutmixBox(partner, share, height, width, random) : { partner, share };
  });
}

function cutmixBox(partner: number, share: number, height: number, width: number, random: RandomStream): MixPlan {
  const side = Math.sqrt(1 - share);
  const box = { width: Math.floor(side * width), height: Math.floor(side * height) };
  const left = Math.floor(random() * (width - box.width + 1));
  const top = Math.floor(random() * (height - box.height + 1));
  return { partner, share: 1 - (box.width * box.height) / (width * height), box: { ...box, left, top } };
}

/** Mixes images of a batch, [images, height, width, channels], in place. */
export function mixImages(images: Uint8Array, mixings: readonly MixPlan[], rowLength: number, channels: number): void {
  const imageLength = images.length / mixings.length;
  const before = images.slice();
  mixings.forEach(({ partner, share, box }, position) => {
    const image = images.subarray(position * imageLength, (position + 1) * imageLength);
    const other = before.subarray(partner * imageLength, (partner + 1) * imageLength);
    if (box === undefined) return blendImages(image, other, share);
    for (let y = box.top; y < box.top + box.height; y++) {
      const from = y * rowLength + box.left * channels;
      image.set(other.subarray(from, from + box.width * channels), from);
    }
  });
}

function blendImages(image: Uint8Array, other: Uint8Array, share: number): void {
  const own = Math.round(share * 65536);
  for (let i = 0; i < image.length; i++)
    image[i] = (Math.imul(image[i] as number, own) + Math.imul(other[i] as number, 65536 - own) + 32768) >> 16;
}

/** Mixes targets as their images, [images, units], in place. */
export function blendTargets(target: Float32Array, mixings: readonly MixPlan[]): void {
  const units = target.length / mixings.length;
  const before = target.slice();
  target.forEach((value, at) => {
    const { partner, share } = mixings[Math.floor(at / units)] as MixPlan;
    target[at] = share * value + (1 - share) * (before[partner * units + (at % units)] as number);
  });
}
