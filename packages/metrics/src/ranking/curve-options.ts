import { positiveIndex } from '../input/positive-index';
import { readOptions } from '../input/read-options';
import { readScoredLabels } from '../input/read-scored-labels';
import { invalidArgument } from '@polyhead/core';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { readSampleWeight, type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { countWeights, rankRows } from './ranked-rows';
import { countAtThresholds, type ThresholdCounts } from './score-ranking';

/** Options shared by the curves over thresholds of one class. */
export interface CurveOptions<Name extends string = string> extends LabelOptions<Name>, SampleWeightOptions {
  /**
   * The class whose score is ranked against all others, a name or an index; needed for more than two classes. Default:
   * the second.
   */
  positive?: Name | number;
}

/** All names that these options may have. */
export const curveNames = { labels: true, positive: true, ...sampleWeightNames } satisfies Record<
  keyof CurveOptions,
  true
>;

/** Reads the data of a curve and counts at every threshold; `names` are all names that the options may have. */
export function readCurve<Options extends CurveOptions>(
  where: string,
  truth: ArrayLike<Label>,
  scores: Scores,
  options: Options,
  names: Readonly<Record<keyof NoInfer<Options>, true>>,
): ThresholdCounts {
  const { labels, positive, sampleWeight } = readOptions(where, options, names, '{ positive: 1 }');
  const data = readScoredLabels(where, truth, scores, labels, 'scores');
  if (data.names.length > 2 && positive === undefined) {
    throw invalidArgument(
      where,
      '"positive" must be given for more than two classes',
      `${data.names.length} classes`,
      'Pass e.g. { positive: 0 } for the first against all others.',
    );
  }
  const weights = readSampleWeight(where, sampleWeight, data.truth.length);
  const index = positiveIndex(where, data.names, true, positive) as number;
  return weights === undefined ? countAtThresholds(data, index) : countWeights(rankRows(data, index), weights);
}
