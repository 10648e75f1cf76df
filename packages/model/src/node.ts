/**
 * What needs files: saving, loading and predicting in Node. The rest is in `@polyhead/model`.
 *
 * @module @polyhead/model/node
 */
export { loadModel, type LoadModelOptions } from './node/load-model';
export { loadPredictor, type LoadPredictorOptions } from './node/load-predictor';
export { saveModel, type SaveModelOptions } from './node/save-model';
