export { loadModel, type LoadModelOptions } from './node/load-model';
export { loadPredictor, type LoadPredictorOptions } from './node/load-predictor';
export { saveModel, type SaveModelOptions } from './node/save-model';
