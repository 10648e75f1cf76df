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

/** Options shared by every metric that compares class labels. */
export interface LabelOptions<Name extends string = string> {
  /**
   * Names of all classes, in order. A number in the data is then an index into this list and a string must be one of
   * the names; anything else is refused. Default: the sorted distinct values of both arrays, as scikit-learn does.
   */
  labels?: readonly Name[];
}
