/**
 * {@include ../README.md}
 *
 * @module polyhead
 */
import './bundle-require'; // before tfjs
import { registerCpu } from './register-cpu';

registerCpu();

export * from '@polyhead/batches';
export * from '@polyhead/dataset';
export * from '@polyhead/metrics';
export * from '@polyhead/model';
export {
  loadModel,
  type LoadModelOptions,
  type LoadPredictorOptions,
  type SaveModelOptions,
} from '@polyhead/model/node';
export * from '@polyhead/report';
export { writeComparison, type WrittenReport } from '@polyhead/report/node';
export * from '@polyhead/core';
export type { TaskMetric } from '@polyhead/core'; // metrics has one of the same name for its own
export {
  doctor as tensorFlowDoctor,
  type DoctorReport as TensorFlowDoctorReport,
  install as installTensorFlow,
  type InstallOptions as InstallTensorFlowOptions,
  type InstallResult as InstallTensorFlowResult,
  tensorflowStatus as tensorFlowStatus,
  type TensorFlowStatus,
} from '@polyhead/tensorflow';
export * from '@polyhead/training';
export {
  type CheckpointsOptions,
  csvLogger,
  type NodeTrainOptions,
  progressBar,
  type ProgressBarOptions,
  type ProgressBarStream,
  readCheckpoint,
  tensorBoard,
  type TensorBoardOptions,
  type TensorBoardImage,
} from '@polyhead/training/node';
export { useWasm, type UseWasmOptions } from '@polyhead/wasm';
export { checkpoints } from './checkpoints';
export type { EngineName, Precision } from './engines';
export { evaluate } from './evaluate';
export { findLearningRate } from './find-learning-rate';
export { loadPredictor } from './load-predictor';
export { predict } from './predict';
export { saveModel } from './save-model';
export { train } from './train';
export { updateBatchNorm } from './update-batch-norm';
export { type Engine, useEngine, type UseEngineOptions } from './use-engine';
export { writeReport } from './write-report';
