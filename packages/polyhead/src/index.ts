/**
 * {@include ../README.md}
 *
 * @module polyhead
 */
import './bundle-require'; // before tfjs
import { setEngineStarter } from '@polyhead/core';
import { registerCpu } from './register-cpu';
import { ensureEngine } from './use-engine';

registerCpu();
setEngineStarter(ensureEngine);

// What most programs need. Each package has more: building blocks for engines, argument checks, charts of the report.

// Data: records, splits, images and batches
export {
  binAges,
  countBy,
  findDuplicates,
  loadSplit,
  parseUtkFaceName,
  readLabelsCsv,
  saveSplit,
  scanFolder,
  scanUtkFace,
  splitRecords,
} from '@polyhead/dataset';
export {
  arrayBatches,
  augmentImage,
  balancedWeights,
  builtInDecoder,
  imageBatches,
  jpegDecoder,
  pngDecoder,
  resizeImage,
  sharpDecoder,
} from '@polyhead/batches';

// Tasks
export {
  ageDistribution,
  binary,
  classification,
  faceTasks,
  genders,
  races,
  regression,
  taskNames,
} from '@polyhead/core';

// Network: blocks, building, files
export {
  averageNetworks,
  branch,
  buildFaceNet,
  buildNetwork,
  convBlock,
  denseBlock,
  describeNetwork,
  flatten,
  fromArtifacts,
  globalAveragePool,
  holdWeights,
  layerScale,
  noTrunk,
  residualBlock,
  separableBlock,
  sharedTrunk,
  squeezeExcite,
  stem,
  stochasticDepth,
  toArtifacts,
  withTemperature,
} from '@polyhead/model';
export { loadModel } from '@polyhead/model/node';
export { saveModel } from './save-model';

// Training: the loop, optimizers, schedules, callbacks
export { csvLogger, progressBar, readCheckpoint, tensorBoard, train } from '@polyhead/training/node';
export {
  adam,
  adamW,
  constantSchedule,
  cosineDecay,
  earlyStopping,
  findLearningRate,
  inverseTimeDecay,
  oneCycle,
  reduceOnPlateau,
  sgd,
  updateBatchNorm,
} from '@polyhead/training';
export { checkpoints } from './checkpoints';

// Evaluation and prediction
export { evaluate, predict, predictFunction } from '@polyhead/training';
export { createPredictor } from '@polyhead/model';
export { loadPredictor } from './load-predictor';

// Metrics
export {
  accuracy,
  applyTemperature,
  averagePrecision,
  balancedAccuracy,
  bootstrapInterval,
  brierScore,
  byGroup,
  classificationReport,
  cohenKappa,
  confusionMatrix,
  cumulativeScore,
  cumulativeScoreCurve,
  defineMetric,
  errorByBin,
  errorByDecade,
  expectedCalibrationError,
  f1Score,
  fitTemperature,
  logLoss,
  matthewsCorrelation,
  mcNemar,
  meanAbsoluteError,
  meanError,
  meanInterval,
  meanSquaredError,
  medianAbsoluteError,
  pairedBootstrap,
  precision,
  precisionRecallCurve,
  r2Score,
  recall,
  reliabilityCurve,
  rocAuc,
  rocCurve,
  rootMeanSquaredError,
  topKAccuracy,
} from '@polyhead/metrics';

// Report
export { compareRuns, modelCard, renderReport } from '@polyhead/report';
export { writeComparison } from '@polyhead/report/node';
export { writeReport } from './write-report';

// Engines
export { useWasm } from '@polyhead/wasm';
export {
  doctor as tensorFlowDoctor,
  install as installTensorFlow,
  tensorflowStatus as tensorFlowStatus,
} from '@polyhead/tensorflow';
export { useEngine } from './use-engine';

// Errors
export { describeFileError, errorCodes, isPolyheadError, PolyheadError } from '@polyhead/core';

// The types in their signatures.
export type * from './types';
