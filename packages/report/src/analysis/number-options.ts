import type { BootstrapOptions } from '@polyhead/metrics';
import type { ReportOptions } from '../input/report-input';
import { drawsPerTask } from './many-tasks';
import { minRows } from './reliable-interval';

/** What the numbers of a report depend on besides its input. */
export interface NumberOptions {
  /** Rows that a group needs for an interval and a verdict. */
  readonly minGroupSize: number;
  /** Number of tasks of the report. */
  readonly tasks: number;
  /** Rows that the resamples of one task may draw together; see `canResample`. */
  readonly drawsPerTask: number;
  /** How intervals are drawn. */
  readonly intervals: Readonly<Required<Pick<BootstrapOptions, 'resamples' | 'confidence' | 'seed'>>>;
}

/** Completes the options of a report that its numbers depend on with their defaults. */
export function numberOptions(
  { resamples = 1000, confidence = 0.95, seed = 0, minGroupSize = minRows }: ReportOptions,
  tasks: number,
): NumberOptions {
  return { minGroupSize, tasks, drawsPerTask: drawsPerTask(tasks), intervals: { resamples, confidence, seed } };
}
