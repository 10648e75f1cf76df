/**
 * {@include ../README.md}
 *
 * @module @polyhead/model
 */
export { assembleModel, type AssembleModelOptions } from './assemble-model';
export { averageNetworks } from './average-networks';
export type { Block, BlockContext, Layer } from './block';
export type { ConvolutionOptions, FinishOptions, HiddenActivation, NormalizationOptions } from './block-layers';
export { type Branch, branch, type BranchInput, type BranchOptions } from './branch';
export { buildFaceNet, type BuildFaceNetOptions, type FaceNetPreset } from './build-face-net';
export { convBlock, type ConvBlockOptions } from './conv-block';
export {
  createPredictor,
  type Predictor,
  type PredictorOptions,
  type ResizeOptions,
} from './prediction/create-predictor';
export { denseBlock, type DenseBlockOptions } from './dense-block';
export {
  describeNetwork,
  type LayerDescription,
  type NetworkDescription,
  type OutputDescription,
} from './describe-network';
export { expectNetwork } from './expect-network';
export { flatten } from './flatten';
export { fromArtifacts, type FromArtifactsOptions } from './files/from-artifacts';
export { globalAveragePool } from './global-average-pool';
export { type HeldWeights, holdWeights } from './hold-weights';
export { layerScale, type LayerScaleOptions } from './layer-scale';
export type { ModelFiles } from './files/model-files';
export { type NamedWeight, namedWeights } from './named-weights';
export type { Network } from './network';
export type { Picture } from './prediction/picture';
export type { Pixels, RgbPixels } from './prediction/pixels';
export { residualBlock, type ResidualBlockOptions } from './residual-block';
export { separableBlock } from './separable-block';
export { squeezeExcite, type SqueezeExciteOptions } from './squeeze-excite';
export { stem, type StemOptions } from './stem';
export { stochasticDepth } from './stochastic-depth';
export { toArtifacts } from './files/to-artifacts';
export { noTrunk, sharedTrunk, type Trunk } from './trunk';
export { type Temperatures, withTemperature } from './with-temperature';
