import type { BootstrapOptions } from '@polyhead/metrics';
import type { ReportOptions } from '../input/report-input';
import { minRows } from './reliable-interval';
import { fewTasks } from './many-tasks';

/** What the numbers of a report depend on besides its input. */
export interface NumberOptions {
  /** Rows that a group needs for an interval and a verdict. */
  readonly minGroupSize: number;
  /** True for a report of more than twelve tasks: intervals of means are computed instead of resampled. */
  readonly isLarge: boolean;
  /** How intervals are drawn. */
  readonly intervals: Readonly<Required<Pick<BootstrapOptions, 'resamples' | 'confidence' | 'seed'>>>;
}

/** Those of a report's options, with the defaults that they have everywhere. */
export function numberOptions(
  { resamples = 1000, confidence = 0.95, seed = 0, minGroupSize = minRows }: ReportOptions,
  tasks: number,
): NumberOptions {
  return { minGroupSize, isLarge: tasks > fewTasks, intervals: { resamples, confidence, seed } };
}
