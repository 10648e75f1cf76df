import { expectList, expectObject } from '@polyhead/tasks';
import { thumbnailUrl } from './analysis/thumbnail-url';
import type { GalleryLine } from './page/block';
import { galleryStyle } from './page/gallery-style';
import { html, trusted } from './page/html';
import { showGallery } from './page/show-gallery';
import type { ThumbnailPicture } from './report-input';

/** A picture with what was predicted for it. */
export interface PredictedPicture {
  /** Its bytes, or a data URL. Absent or unreadable: a grey square. */
  readonly picture?: ThumbnailPicture;
  /** Its name, such as its file. */
  readonly name: string;
  /** What is true and what was predicted, a line for each task. */
  readonly lines: readonly GalleryLine[];
}

/** Options of {@link predictionGallery}. */
export interface PredictionGalleryOptions {
  /** Name of the gallery for those who cannot see it. Default `Predictions`. */
  readonly label?: string;
  /** Largest picture that is taken in, in bytes. Default 200000. */
  readonly pictureBytes?: number;
}

const optionNames = { label: true, pictureBytes: true } satisfies Record<keyof PredictionGalleryOptions, true>;

/**
 * Pictures with true and predicted labels as a piece of HTML with its own style sheet: a grid of five in a row, three
 * or two where there is less room (the article's last figure).
 * Everything is escaped, so that file names and labels may hold anything. Throws if an option is unknown, or a picture is neither
 * a text nor bytes.
 *
 * @example
 * ```ts
 * import { predictionGallery } from '@polyhead/report';
 * const lines = [{ task: 'gender', truth: 'female', predicted: 'male', right: false, detail: '61%' }];
 * const piece = predictionGallery([{ name: '35_1_0.jpg', lines }]);
 * ```
 */
export function predictionGallery(
  pictures: readonly PredictedPicture[],
  options: PredictionGalleryOptions = {},
): string {
  expectList('predictionGallery', pictures, {
    what: 'a list of predicted pictures',
    members: ['name', 'lines'],
    example: "[{ name: 'a.jpg', picture, lines }]",
  });
  expectObject('predictionGallery', options, { names: optionNames, example: "{ label: 'Mistakes' }" });
  const { label = 'Predictions', pictureBytes = 200_000 } = options;
  const cards = pictures.map(({ picture, name, lines }) => ({
    name,
    lines,
    image: thumbnailUrl('predictionGallery', picture, pictureBytes),
  }));
  return html`<style>${trusted(galleryStyle)}</style>${showGallery(label, cards, false)}`.toString();
}
