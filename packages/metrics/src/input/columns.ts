import { type SampleWeightOptions, sampleWeightNames } from './sample-weight';

/**
 * One class label: the name of a class, or its index in `labels`.
 *
 * @example
 * ```ts
 * import type { Label } from '@polyhead/metrics';
 * const truth: Label[] = ['white', 'black'];
 * ```
 */
export type Label = string | number;

/** Option of every function that compares class labels. */
export interface LabelOptions<Name extends string = string> {
  /**
   * Names of all classes, in order. A number in the data is then an index into this list and a string must be one of
   * the names; anything else is rejected. Default: the sorted distinct values of both arrays, as scikit-learn does.
   */
  labels?: readonly Name[];
}

/**
 * Options of metrics that compare class labels and need nothing else.
 *
 * @example
 * ```ts
 * import type { WeightedLabelOptions } from '@polyhead/metrics';
 * const options: WeightedLabelOptions = { labels: ['cat', 'dog'], sampleWeight: [1, 0.5] };
 * ```
 */
export interface WeightedLabelOptions<Name extends string = string> extends LabelOptions<Name>, SampleWeightOptions {}

/** All names that these options may have. */
export const labelNames = { labels: true, ...sampleWeightNames } satisfies Record<keyof WeightedLabelOptions, true>;

/**
 * Scores of a network: one number per row (of the positive class), or one per row and class, either flat row-major
 * (a typed array or plain array of length rows * classes) or as an array of rows.
 *
 * @example
 * ```ts
 * import type { Scores } from '@polyhead/metrics';
 * const flat: Scores = new Float32Array([0.9, 0.1, 0.2, 0.8]); // two rows, two classes
 * const rows: Scores = [[0.9, 0.1], [0.2, 0.8]]; // the same
 * ```
 */
export type Scores = ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/**
 * Any column of data for `byGroup` and `bootstrap`; a flat table of scores has several values per row.
 *
 * @example
 * ```ts
 * import type { Column } from '@polyhead/metrics';
 * const ages: Column = new Float32Array([31, 4, 77]);
 * ```
 */
export type Column = ArrayLike<unknown>;
