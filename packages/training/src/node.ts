/**
 * What needs files: checkpoints, logs and progress in Node. The rest is in `@polyhead/training`.
 *
 * @module @polyhead/training/node
 */
export { checkpoints, type CheckpointsOptions } from './checkpoints/checkpoints';
export { csvLogger } from './callbacks/node/csv-logger';
export { progressBar, type ProgressBarOptions, type ProgressBarStream } from './callbacks/node/progress-bar';
export { readCheckpoint } from './checkpoints/read-checkpoint';
export { tensorBoard, type TensorBoardOptions, type TensorBoardImage } from './tensorboard/tensor-board';
export { train, type NodeTrainOptions } from './trainer/train-in-node';
