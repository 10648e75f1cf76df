import { formatNumber } from '../analysis/format-number';
import { percent, formatWithUnit } from './format-text';

/** What a score is: a share of right answers, or an error with its unit. */
export interface ScoreKind {
  readonly metric: 'accuracy' | 'mean absolute error';
  readonly unit: string;
}

/** A score in a sentence: `80.1%`, `6.79 years`. */
export function scoreText({ metric, unit }: ScoreKind, value: number): string {
  return metric === 'accuracy' ? percent(value) : formatWithUnit(value, unit);
}

/** A score in a column whose head has the unit. */
export function scoreCell({ metric }: ScoreKind, value: number): string {
  if (metric === 'accuracy') return percent(value);
  return Number.isFinite(value) ? (Math.abs(value) < 1 ? formatNumber(value) : value.toFixed(2)) : '–';
}

/** An interval in a column. */
export function intervalCell(kind: ScoreKind, low: number, high: number): string {
  return Number.isFinite(low) && Number.isFinite(high) ? `${scoreCell(kind, low)} to ${scoreCell(kind, high)}` : '–';
}

/** What stands in place of an interval, or of a verdict, where there are too few images for one. */
export const tooFew = 'too few to tell';

/** Between which values a score lies, in a sentence. */
export function betweenText(
  { low, high }: { readonly low: number; readonly high: number },
  shown: (value: number) => string,
): string {
  return Number.isFinite(low) && Number.isFinite(high)
    ? `between ${shown(low)} and ${shown(high)}`
    : 'too few images to tell how surely';
}

/** An interval with its confidence, in a sentence. */
export function intervalText(
  { low, high, confidence }: { readonly low: number; readonly high: number; readonly confidence: number },
  shown: (value: number) => string,
): string {
  return Number.isFinite(low) && Number.isFinite(high)
    ? `${Math.round(confidence * 100)}% interval ${shown(low)} to ${shown(high)}`
    : 'too few images for an interval';
}

/** Head of the column of a score. */
export function scoreHead({ metric, unit }: ScoreKind): string {
  return unit === '' ? metric : `${metric}, ${unit}`;
}
