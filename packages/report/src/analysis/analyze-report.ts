import type { BootstrapOptions } from '@polyhead/metrics';
import type { ReportInput, ReportOptions } from '../report-input';
import { type ClassificationAnalysis, analyzeClassification } from './analyze-classification';
import { analyzeData, type DataAnalysis } from './analyze-data';
import { analyzeGroups, type TaskGroups } from './analyze-groups';
import { analyzeRegression, type RegressionAnalysis } from './analyze-regression';
import { analyzeTraining, type TrainingAnalysis } from './analyze-training';
import { fewestRows } from './honest-interval';
import { readTasks, type TaskRows } from './task-rows';

/** All numbers of a report. */
export interface ReportAnalysis {
  readonly data?: DataAnalysis;
  readonly training?: TrainingAnalysis;
  /** In the order of the result; empty without one. */
  readonly tasks: readonly (ClassificationAnalysis | RegressionAnalysis)[];
  /** Empty without a result. */
  readonly groups: readonly TaskGroups[];
}

/** Computes all numbers of a report once. */
export function analyzeReport<Row extends object>(input: ReportInput<Row>, rows: readonly TaskRows[], options: ReportOptions): ReportAnalysis {
  const { resamples = 1000, confidence = 0.95, seed = 0, smallestGroup = fewestRows } = options;
  const intervals: BootstrapOptions = { resamples, confidence, seed };
  const tasks = rows.map((task) => (task.type === 'classification' ? analyzeClassification(task, intervals, smallestGroup) : analyzeRegression(task, intervals, smallestGroup)));
  return { data: analyzeData(input, rows), training: analyzeTraining(input.history), tasks, groups: analyzeGroups(rows, input, { smallestGroup, intervals }) };
}

/** The tasks of an input; none without a result. */
export function rowsOf<Row extends object>({ result }: ReportInput<Row>): TaskRows[] {
  return result === undefined ? [] : readTasks(result);
}
