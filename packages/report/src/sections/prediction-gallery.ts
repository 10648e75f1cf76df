import { assertArray, assertObject } from '@polyhead/core';
import { thumbnailUrl } from '../analysis/thumbnail-url';
import type { GalleryField } from '../html/block';
import { galleryStyle } from '../html/gallery-style';
import { html, unsafeHtml } from '../html/html';
import { renderGallery } from '../html/render-gallery';
import type { ThumbnailData } from '../input/report-input';

/** An image with what was predicted for it. */
export interface GalleryItem {
  /** Its bytes, or a data URL. Absent or unreadable: a gray square. */
  readonly image?: ThumbnailData;
  /** Its name, such as its file. */
  readonly name: string;
  /** What is true and what was predicted, a line for each task. */
  readonly lines: readonly GalleryField[];
}

/** Options of {@link predictionGallery}. */
export interface PredictionGalleryOptions {
  /** Name of the gallery for those who cannot see it. Default `Predictions`. */
  readonly label?: string;
  /** Largest image that is taken in, in bytes. Default 200000. */
  readonly imageBytes?: number;
}

const optionNames = { label: true, imageBytes: true } satisfies Record<keyof PredictionGalleryOptions, true>;

/**
 * Renders images with true and predicted labels as a fragment of HTML with its own style sheet: a grid of five in a
 * row, or three or two in less space (the article's last figure). Everything is escaped, so that file names and labels
 * may hold any text.
 *
 * @param images - The images with their names and the lines of text below them; an image is a data URL or the bytes of
 * a file.
 * @param options - Label of the gallery, and largest image in bytes. Default: `Predictions`, 200000.
 * @returns The fragment of HTML.
 * @throws {PolyheadError} INVALID_ARGUMENT if an image is neither text nor bytes, the list is not valid, or an option
 * is unknown.
 *
 * @example
 * ```ts
 * import { predictionGallery } from '@polyhead/report';
 * const lines = [{ task: 'gender', truth: 'female', predicted: 'male', right: false, detail: '61%' }];
 * const piece = predictionGallery([{ name: '35_1_0.jpg', lines }]);
 * ```
 */
export function predictionGallery(images: readonly GalleryItem[], options: PredictionGalleryOptions = {}): string {
  assertArray('predictionGallery', images, {
    what: 'a list of predicted images',
    requiredKeys: ['name', 'lines'],
    example: "[{ name: 'a.jpg', image, lines }]",
  });
  assertObject('predictionGallery', options, { optionKeys: optionNames, example: "{ label: 'Mistakes' }" });
  const { label = 'Predictions', imageBytes = 200_000 } = options;
  const cards = images.map(({ image, name, lines }) => ({
    name,
    lines,
    image: thumbnailUrl('predictionGallery', image, imageBytes),
  }));
  return html`<style>${unsafeHtml(galleryStyle)}</style>${renderGallery(label, cards, false)}`.toString();
}
