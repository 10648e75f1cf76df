import type { ReportInput } from '../input/report-input';
import { type ClassificationAnalysis, analyzeClassification } from './analyze-classification';
import { analyzeData, type DataAnalysis } from './analyze-data';
import { analyzeGroups, type TaskGroups } from './analyze-groups';
import { analyzeRegression, type RegressionAnalysis } from './analyze-regression';
import { analyzeTraining, type TrainingAnalysis } from './analyze-training';
import { maxClasses } from './many-tasks';
import type { NumberOptions } from './number-options';
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
export function analyzeReport<Row extends object>(
  input: ReportInput<Row>,
  rows: readonly TaskRows[],
  options: NumberOptions,
): ReportAnalysis {
  const classes = maxClasses(rows.flatMap((task) => (task.type === 'classification' ? [task.labels.length] : [])));
  const tasks = rows.map((task) =>
    task.type === 'classification'
      ? analyzeClassification(task, { ...options, maxClasses: classes })
      : analyzeRegression(task, options),
  );
  return {
    data: analyzeData(input, rows),
    training: analyzeTraining(input.history),
    tasks,
    groups: analyzeGroups(rows, input, options),
  };
}

/** The tasks of an input; none without a result. */
export function rowsOf<Row extends object>({ result }: ReportInput<Row>): TaskRows[] {
  return result === undefined ? [] : readTasks(result);
}
