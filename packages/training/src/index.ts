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
  DamagedCheckpoint,
  Json,
  ResumedRun,
  RunData,
  RunEnvironment,
  RunOrigin,
  RunState,
  SavedCallback,
  Settings,
} from './run-state';
export type {
  ClassificationEvaluation,
  EvaluatedPictures,
  Evaluation,
  EvaluationSummary,
  RegressionEvaluation,
  TaskEvaluation,
} from './evaluation/evaluation';
export type { ClipOptions } from './optimizers/clip-gradients';
export type { CollectedTask, CollectionState } from './scores/collect-outputs';
export { constant } from './schedules/constant';
export { cosine, type CosineOptions } from './schedules/cosine';
export { eagerStep } from './steps/eager-step';
export { earlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping';
export type { EpochRecord, EpochScores, History, TaskLoss, TaskScores, TotalLoss } from './history';
export { evaluate } from './evaluate';
export { findLearningRate, type FindLearningRateOptions, type LearningRateCurve } from './find-learning-rate';
export type { Loss, LossTask } from './losses/loss';
export { lossOf } from './losses/loss-of';
export type { MetricPath } from './metric-path';
export type { NamedVariable, Optimizer, RunningOptimizer, StepClock, StepNumbers } from './optimizers/optimizer';
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
export { plateau, type PlateauOptions } from './schedules/plateau';
export { predict, type PicturePrediction } from './predict';
export { predictFunction, type PredictFunction } from './steps/predict-function';
export type { PredictOptions } from './evaluation/predict-options';
export { readTrainState } from './steps/read-train-state';
export { registerPredictStep, registerTrainStep } from './steps/register-train-step';
export type { RunningSchedule, Schedule, SchedulePlan } from './schedules/schedule';
export type { RunPosition } from './session/track-position';
export { sgd, type SgdOptions } from './optimizers/sgd';
export type { StateArray, TrainState } from './steps/train-state';
export { timeDecay, type TimeDecayOptions } from './schedules/time-decay';
export { train } from './train';
export { trainFunction, type StepTensors, type TrainFunction } from './steps/train-function';
export type { TrainOptions } from './session/train-options';
export { updateBatchNorm, type UpdateBatchNormOptions } from './update-batch-norm';
export { writeTrainState } from './steps/write-train-state';
