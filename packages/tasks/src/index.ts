/**
 * {@include ../README.md}
 *
 * @module @polyhead/tasks
 */
export { ageDistribution, type AgeDistributionOptions } from './age-distribution';
export type { Batch, BatchSource, ImageShape, SkippedImage } from './batch-source';
export { binary, type BinaryOptions } from './binary';
export { type BinaryLoss, classification, type ClassificationLoss, type ClassificationOptions } from './classification';
export { describeValue } from './describe-value';
export { type ExpectedBytes, expectBytes } from './expect-bytes';
export { type ExpectedList, expectList } from './expect-list';
export { type ExpectedObject, expectObject } from './expect-object';
export { expectPath } from './expect-path';
export { faceTasks, type FaceTasks, type FaceTasksOptions, type Gender, genders, type Race, races } from './face-tasks';
export { fileProblem } from './file-problem';
export { isSystemName } from './is-system-name';
export type { PicturePreparation } from './picture-preparation';
export { loadedCopies } from './loaded-copies';
export { processState } from './process-state';
export { regression, type RegressionLoss, type RegressionOptions } from './regression';
export type {
  Activation,
  ClassificationTask,
  ClassPrediction,
  LossName,
  LossOptions,
  MetricFacts,
  MetricName,
  RegressionTask,
  Task,
  TaskBase,
  TaskSpec,
} from './task';
export { taskFromSpec, tasksFromSpecs } from './task-from-spec';
export type { SourceFingerprint } from './source-fingerprint';
export {
  type LabelOf,
  type LabelsOf,
  type PredictionOf,
  type PredictionsOf,
  type TaskMap,
  taskNames,
  type TaskName,
} from './task-map';
export { yieldToEventLoop } from './yield-to-event-loop';
