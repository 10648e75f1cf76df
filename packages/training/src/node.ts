/**
 * What needs files: checkpoints, logs and progress in Node. The rest is in `@polyhead/training`.
 *
 * @module @polyhead/training/node
 */
export { checkpoints, type CheckpointsOptions } from './node/checkpoints';
export { csvLog } from './node/csv-log';
export { progressBar, type ProgressBarOptions, type ProgressBarStream } from './node/progress-bar';
export { readCheckpoint } from './node/read-checkpoint';
export { tensorBoard, type TensorBoardOptions, type TensorBoardPicture } from './node/tensor-board';
export { train, type NodeTrainOptions } from './node/train';
