import type { ClassCounts } from './class-counts';
import { sum } from './class-counts';

/** Precision, recall and F1 of one class or one average, and the number of rows behind them. */
export interface ClassScores {
  /** Share of the rows predicted as this class that are of this class. */
  readonly precision: number;
  /** Share of the rows of this class that were predicted as this class. */
  readonly recall: number;
  /** Harmonic mean of precision and recall: 2 hits / (truth total + predicted total). */
  readonly f1Score: number;
  /** Rows whose truth is this class; for an average, of all its classes. */
  readonly support: number;
}

/** Names of the three numbers that can be averaged. */
export type ScoreName = 'precision' | 'recall' | 'f1Score';

/** How scores of classes become one number. */
export type Average = 'micro' | 'macro' | 'weighted';

/** Scores from counts; 0/0 is `zeroDivision`. */
export function scoresFromCounts(
  hits: number,
  predictedTotal: number,
  truthTotal: number,
  zeroDivision: number,
): ClassScores {
  const divide = (a: number, b: number): number => (b === 0 ? zeroDivision : a / b);
  return {
    precision: divide(hits, predictedTotal),
    recall: divide(hits, truthTotal),
    f1Score: divide(2 * hits, truthTotal + predictedTotal),
    support: truthTotal,
  };
}

/** Scores of the classes with the given indices, in that order. */
export function scoresPerClass(counts: ClassCounts, classes: readonly number[], zeroDivision: number): ClassScores[] {
  return classes.map((c) =>
    scoresFromCounts(
      counts.hits[c] as number,
      counts.predictedTotals[c] as number,
      counts.truthTotals[c] as number,
      zeroDivision,
    ),
  );
}

/** One average over the given classes, NaN left out of it as scikit-learn does. */
export function averageScores(
  counts: ClassCounts,
  classes: readonly number[],
  averaging: Average,
  zeroDivision: number,
): ClassScores {
  const pick = (counts: Float64Array): number[] => classes.map((c) => counts[c] as number);
  const support = sum(pick(counts.truthTotals));
  if (averaging === 'micro')
    return scoresFromCounts(sum(pick(counts.hits)), sum(pick(counts.predictedTotals)), support, zeroDivision);
  const scores = scoresPerClass(counts, classes, zeroDivision);
  const average = (name: ScoreName): number => averageWithoutNaN(scores, name, averaging === 'weighted');
  return { precision: average('precision'), recall: average('recall'), f1Score: average('f1Score'), support };
}

function averageWithoutNaN(scores: readonly ClassScores[], name: ScoreName, weighted: boolean): number {
  const defined = scores.filter((score) => !Number.isNaN(score[name]));
  const plain = sum(defined.map((score) => score[name])) / defined.length;
  if (!weighted) return plain;
  const weight = sum(defined.map((score) => score.support));
  return weight === 0 ? plain : sum(defined.map((score) => score[name] * score.support)) / weight;
}
