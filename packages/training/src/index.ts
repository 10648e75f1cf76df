/**
 * {@include ../README.md}
 *
 * @module @polyhead/training
 */
export { adam } from './optimizers/adam';
export type { AdamOptions } from './optimizers/adam-rule';
export { adamW, type AdamWOptions } from './optimizers/adam-w';
export type { BatchRecord, Callback, TrainRun } from './callbacks/callback';
export type {
  CallbackState,
  CorruptCheckpoint,
  Json,
  ResumeInfo,
  RunData,
  RunEnvironment,
  CheckpointSource,
  RunState,
  SavedCallback,
  Settings,
} from './history/run-state';
export type {
  ClassificationEvaluation,
  EvaluatedImages,
  Evaluation,
  EvaluationSummary,
  RegressionEvaluation,
  TaskEvaluation,
} from './evaluation/evaluation';
export { isBuiltInOptimizer } from './optimizers/built-in-optimizer';
export type { ClipOptions } from './optimizers/clip-gradients';
export type { OutputAccumulatorState, TaskOutputs } from './history/task-outputs';
export { constantSchedule } from './schedules/constant-schedule';
export { cosineDecay, type CosineDecayOptions } from './schedules/cosine-decay';
export { eagerStep } from './steps/eager-step';
export { earlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping';
export type { EpochRecord, EpochScores, History, TaskLoss, TaskScores, TotalLoss } from './history/history';
export { evaluate } from './evaluation/evaluate';
export { findLearningRate, type FindLearningRateOptions, type LearningRateCurve } from './trainer/find-learning-rate';
export type { Loss, LossTask } from './losses/loss';
export { getLoss } from './losses/get-loss';
export type { MetricPath } from './history/metric-path';
export type { NamedVariable, Optimizer, OptimizerInstance, StepScalars, StepInfo } from './optimizers/optimizer';
export { oneCycle, type OneCycleOptions } from './schedules/one-cycle';
export type {
  Outputs,
  PredictStep,
  PredictStepFactory,
  StepResult,
  TrainStep,
  TrainStepFactory,
  TrainStepOptions,
} from './steps/train-step';
export { reduceOnPlateau, type ReduceOnPlateauOptions } from './schedules/reduce-on-plateau';
export { predict, type ImagePrediction } from './evaluation/predict';
export { predictFunction, type PredictFunction } from './steps/predict-function';
export type { PredictOptions } from './evaluation/predict-options';
export { readTrainState } from './steps/read-train-state';
export { registerPredictStep, registerTrainStep } from './steps/register-train-step';
export type { ScheduleInstance, Schedule, ScheduleContext } from './schedules/schedule';
export type { RunPosition } from './history/step-counter';
export { sgd, type SgdOptions } from './optimizers/sgd';
export type { NamedArray, TrainState } from './steps/train-state';
export { inverseTimeDecay, type InverseTimeDecayOptions } from './schedules/inverse-time-decay';
export { train } from './trainer/train';
export { trainFunction, type StepTensors, type TrainFunction } from './steps/train-function';
export type { TrainOptions } from './trainer/train-options';
export { updateBatchNorm, type UpdateBatchNormOptions } from './trainer/update-batch-norm';
export { writeTrainState } from './steps/write-train-state';
