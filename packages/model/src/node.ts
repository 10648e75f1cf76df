/**
 * What needs files: saving, loading and predicting in Node. The rest is in `@polyhead/model`.
 *
 * @module @polyhead/model/node
 */
export { loadModel, type LoadModelOptions } from './node/load-model';
export { loadPredictor, type LoadPredictorOptions } from './node/load-predictor';
export { isRunning, type ProcessIdentity, processIdentity } from './node/process-identity';
export { resolveInside } from './node/resolve-inside';
export { removeLeftovers, tempFolder } from './node/temp-folder';
export { saveModel, type SaveModelOptions } from './node/save-model';
