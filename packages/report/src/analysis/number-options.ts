import type { BootstrapOptions } from '@polyhead/metrics';
import type { ReportOptions } from '../report-input';
import { fewestRows } from './honest-interval';

/** What the numbers of a report depend on besides its input. */
export interface NumberOptions {
  /** Rows that a group needs for an interval and a verdict. */
  readonly smallestGroup: number;
  /** How intervals are drawn. */
  readonly intervals: Readonly<Required<Pick<BootstrapOptions, 'resamples' | 'confidence' | 'seed'>>>;
}

/** Those of a report's options, with the defaults that they have everywhere. */
export function numberOptions({
  resamples = 1000,
  confidence = 0.95,
  seed = 0,
  smallestGroup = fewestRows,
}: ReportOptions): NumberOptions {
  return { smallestGroup, intervals: { resamples, confidence, seed } };
}
