import type { Label } from './columns';
import { checkLength } from './check-length';
import { checkNames } from './check-names';
import { encodeLabels } from './code-labels';
import { findClasses } from './find-classes';

/** Truth and prediction as class indices into `names`, one per row. */
export interface LabelPair {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly names: readonly string[];
  /** True if the caller named the classes, false if they were found in the data. */
  readonly isNamed: boolean;
}

/** Validates the columns of a metric that compares labels, and encodes both as indices of classes. */
export function readLabelPair(
  where: string,
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  labels?: readonly string[],
): LabelPair {
  checkLength(where, { truth, predicted });
  if (labels === undefined) {
    const { names, codes } = findClasses(where, { truth, predicted });
    return { names, isNamed: false, truth: codes[0] as Int32Array, predicted: codes[1] as Int32Array };
  }
  checkNames(where, labels);
  return {
    names: labels,
    isNamed: true,
    truth: encodeLabels(where, 'truth', truth, labels),
    predicted: encodeLabels(where, 'predicted', predicted, labels),
  };
}
