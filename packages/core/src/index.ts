/**
 * {@include ../README.md}
 *
 * @module @polyhead/core
 */
export { ageDistribution, type AgeDistributionOptions } from './tasks/age-distribution';
export type { Batch, BatchSource, ImageShape, SkippedImage } from './contracts/batch-source';
export { binary, type BinaryOptions } from './tasks/binary';
export {
  type BinaryLoss,
  classification,
  type ClassificationLoss,
  type ClassificationOptions,
} from './tasks/classification';
export { formatValue } from './errors/format-value';
export { type AssertBytesOptions, assertBytes } from './validate/assert-bytes';
export { type AssertArrayOptions, assertArray } from './validate/assert-array';
export { type AssertObjectOptions, assertObject } from './validate/assert-object';
export { assertNumber, type NumberRange } from './validate/assert-number';
export { assertOneOf } from './validate/assert-one-of';
export { assertPath } from './validate/assert-path';
export { assertWholeNumber } from './validate/assert-whole-number';
export {
  faceTasks,
  type FaceTasks,
  type FaceTasksOptions,
  type Gender,
  genders,
  type Race,
  races,
} from './tasks/face-tasks';
export { describeFileError } from './errors/describe-file-error';
export { detectImageFormat, type ImageFormat, imageFormats } from './images/image-format';
export { isSystemName } from './validate/is-system-name';
export type { ImagePreprocessing } from './contracts/image-preprocessing';
export { loadedCopies } from './process/loaded-copies';
export { setEngineStarter, startEngine } from './process/engine-starter';
export { processState } from './process/process-state';
export { regression, type RegressionLoss, type RegressionOptions } from './tasks/regression';
export type {
  Activation,
  ClassificationTask,
  ClassPrediction,
  LossName,
  LossOptions,
  TaskMetric,
  MetricName,
  RegressionTask,
  Task,
  TaskBase,
  TaskSpec,
} from './tasks/task';
export { taskFromSpec, tasksFromSpecs } from './tasks/task-from-spec';
export type { SourceFingerprint } from './contracts/source-fingerprint';
export {
  type LabelOf,
  type LabelsOf,
  type PredictionOf,
  type PredictionsOf,
  type TaskMap,
  taskNames,
  type TaskName,
} from './tasks/task-map';
export { randomStream, type RandomStream } from './random/random-stream';
export { seededRandom, type SeededRandom } from './random/seeded-random';
export { concatBytes } from './bytes/concat-bytes';
export { yieldToEventLoop } from './process/yield-to-event-loop';
export { type ErrorCode, errorCodes } from './errors/error-codes';
export { errorMessage } from './errors/error-message';
export { invalidArgument, type InvalidArgumentDetails } from './errors/invalid-argument';
export { type ErrorDetails, isPolyheadError, PolyheadError } from './errors/polyhead-error';
export { type ErrorData, fromErrorData, toErrorData } from './errors/transfer-error';
