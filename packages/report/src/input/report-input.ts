import type { NetworkGraph } from './network-graph';
import type { ReportHistory } from './history';
import type { ModelCardText } from './model-card-input';

/** A file that was left out of the data, and why. */
export interface ReportRejection {
  /** Path of the file. */
  readonly file: string;
  /** Why it is left out. */
  readonly reason: string;
  /** The reason in a word, to count by. Default: the reason itself. */
  readonly kind?: string;
}

/** Records whose images are the same to the byte; `findDuplicates` of `@polyhead/dataset` gives them. */
export interface ReportDuplicates {
  /** Two or more records. */
  readonly records: readonly object[];
  /** Labels on which they disagree. */
  readonly conflicts?: readonly string[];
}

/** Records dealt out to training, validation and test; what `splitRecords` of `@polyhead/dataset` gives. */
export interface ReportSplit<Row extends object = object> {
  /** Records to learn from. */
  readonly train: readonly Row[];
  /** Records to choose by. */
  readonly validation: readonly Row[];
  /** Records to report on, in the order that the result's `indices` count. */
  readonly test: readonly Row[];
  /** Seed that they were dealt out by. */
  readonly seed?: number;
  /** Checksum of which image is in which part. */
  readonly hash?: string;
  /** Images that occur more than once. */
  readonly duplicates?: readonly ReportDuplicates[];
}

/** How a network did on a classification. */
export interface ClassificationResult {
  /** Tells the kind of task. */
  readonly type: 'classification';
  /** Names of the classes. */
  readonly labels: readonly string[];
  /** True classes as indices into `labels`, [rows]. */
  readonly truth: ArrayLike<number>;
  /** Predicted classes as indices into `labels`, [rows]. */
  readonly predicted: ArrayLike<number>;
  /** Probability of every class, [rows, classes] row by row. Without it there are no curves and no calibration. */
  readonly probabilities?: ArrayLike<number>;
}

/** How a network did on a regression. */
export interface RegressionResult {
  /** Tells the kind of task. */
  readonly type: 'regression';
  /** True values, [rows]. */
  readonly truth: ArrayLike<number>;
  /** Predicted values, [rows]. */
  readonly predicted: ArrayLike<number>;
  /** Unit of the values; `years` brings decades, age bands and whole years. Default ''. */
  readonly unit?: string;
}

/**
 * What `evaluate` of `@polyhead/training` gives: under the name of each task a {@link ClassificationResult} or {@link
 * RegressionResult}, all about the same rows.
 * Anything else under other names is left alone.
 */
export type ReportResult = EvaluationInfo | Readonly<Record<string, unknown>>;

/** What an evaluation knows besides its tasks. */
export interface EvaluationInfo {
  /** Total loss. */
  readonly loss?: number;
  /** Which images the rows are about. Default: the records of `split.test` in order. */
  readonly images?: EvaluationRows;
}

/** The images behind the rows of a result. */
export interface EvaluationRows {
  /**
   * For every row the place of its record in `split.test`, or in `records` where there is no split. Default: the rows
   * are the records in order.
   */
  readonly indices?: ArrayLike<number>;
  /** For every row the file of its image. Default: the `file` of its record. */
  readonly files?: readonly string[];
  /** Images that could not be read, and are in no number. */
  readonly skipped?: readonly object[];
}

/** The images of a result, where it names them. */
export function imagesOf(result: ReportResult | undefined): EvaluationRows {
  return ((result as EvaluationInfo | undefined)?.images ?? {}) satisfies EvaluationRows;
}

/** How to get the same numbers again. */
export interface ReproducibilityInfo {
  /** Command that made the run. */
  readonly command?: string;
  /** Seed of the run. Default: that of the split. */
  readonly seed?: number;
  /** Versions of what took part, by name. */
  readonly versions?: Readonly<Record<string, string>>;
  /** The machine in words. */
  readonly machine?: string;
  /** Engine that computed, such as `tensorflow` or `wasm`. */
  readonly engine?: string;
}

/**
 * Everything that a report can tell about; each part is optional, and the page has the sections that it has data for.
 */
export interface ReportInput<Row extends object = object> {
  /** All records that were found. Default: those of the split. */
  readonly records?: readonly Row[];
  /** Files that were left out, with reasons. */
  readonly rejected?: readonly ReportRejection[];
  /** Images that occur more than once. Default: those of the split. */
  readonly duplicates?: readonly ReportDuplicates[];
  /** How the records were dealt out. */
  readonly split?: ReportSplit<Row>;
  /** How training went. */
  readonly history?: ReportHistory;
  /** How the network did on the test images. */
  readonly result?: ReportResult;
  /** The network as plain data, to draw it. */
  readonly network?: NetworkGraph;
  /**
   * Groups to break the results down by: a name and what it makes of a test record (undefined: unknown). Needs `split`,
   * or `records` where all of them were evaluated. Default: the true labels; for numbers, bands of them.
   */
  readonly groups?: Readonly<Record<string, (record: Row) => string | undefined>>;
  /** Parts of the model card in your own words. */
  readonly modelCard?: ModelCardText;
  /** How to get the same numbers again. */
  readonly reproduction?: ReproducibilityInfo;
}

/**
 * Where the images of the gallery come from: a data URL (`data:image/…;base64,…`), or the bytes of a JPEG, PNG, GIF,
 * WebP or AVIF; undefined for none.
 */
export type ThumbnailSource = (file: string | undefined, row: number) => ThumbnailData | Promise<ThumbnailData>;
/** One image of a {@link ThumbnailSource}. */
export type ThumbnailData = string | Uint8Array | undefined;

/** Options of {@link renderReport}. */
export interface ReportOptions {
  /** Title of the page. Default `Report`, with the name of the network where it has one. */
  readonly title?: string;
  /** Date that the page bears. Default now. */
  readonly date?: Date;
  /**
   * Images for gallery and mistakes; false leaves them out. Default: none here; `writeReport` reads the result's
   * files.
   */
  readonly thumbnails?: ThumbnailSource | false;
  /**
   * Largest image that goes into the page, in bytes; larger ones are left out. Default 34000, so that a page with 50
   * of them and a long run stays below 3 MB.
   */
  readonly thumbnailBytes?: number;
  /** Images in the gallery. Default 25. */
  readonly gallery?: number;
  /** Images among the worst mistakes, shared by the tasks. Default 25. */
  readonly mistakes?: number;
  /** Resamples of each bootstrap interval. Default 1000. */
  readonly resamples?: number;
  /** Share of intervals that are to hold the true value. Default 0.95. */
  readonly confidence?: number;
  /** Seed of the intervals and of the choice of images. Default 0. */
  readonly seed?: number;
  /**
   * Rows that a group, or the whole result, needs for an interval and a verdict; fewer are too few to tell. Default 20,
   * below which a bootstrap interval is too narrow.
   */
  readonly minGroupSize?: number;
}
