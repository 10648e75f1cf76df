/**
 * {@include ../README.md}
 *
 * @module @polyhead/model
 */
export { buildNetwork, type BuildNetworkOptions } from './network/build-network';
export { averageNetworks } from './combine/ensemble';
export type { Block, BlockContext, Layer } from './blocks/block';
export type {
  ConvolutionOptions,
  PostActivationOptions,
  HiddenActivation,
  NormalizationOptions,
} from './blocks/block-layers';
export { type Branch, branch, type BranchInput, type BranchOptions } from './network/branch';
export { buildFaceNet, type BuildFaceNetOptions, type FaceNetPreset } from './network/build-face-net';
export { convBlock, type ConvBlockOptions } from './blocks/conv-block';
export {
  createPredictor,
  type Predictor,
  type PredictorOptions,
  type ResizeOptions,
} from './prediction/create-predictor';
export { denseBlock, type DenseBlockOptions } from './blocks/dense-block';
export {
  describeNetwork,
  type LayerDescription,
  type NetworkDescription,
  type OutputDescription,
} from './network/describe-network';
export { assertNetwork } from './network/assert-network';
export { flatten } from './blocks/flatten';
export { fromArtifacts, type FromArtifactsOptions } from './files/from-artifacts';
export { globalAveragePool } from './blocks/global-average-pool';
export { type HeldWeights, holdWeights } from './network/hold-weights';
export { layerScale, type LayerScaleOptions } from './blocks/layer-scale';
export type { ModelFiles } from './files/model-files';
export { type NamedWeight, namedWeights } from './network/named-weights';
export type { Network } from './network/network';
export type { ImageInput } from './prediction/image-input';
export type { Pixels, RgbPixels } from './prediction/image-pixels';
export { residualBlock, type ResidualBlockOptions } from './blocks/residual-block';
export { separableBlock } from './blocks/separable-block';
export { squeezeExcite, type SqueezeExciteOptions } from './blocks/squeeze-excite';
export { stem, type StemOptions } from './blocks/stem';
export { stochasticDepth } from './blocks/stochastic-depth';
export { toArtifacts } from './files/to-artifacts';
export { noTrunk, sharedTrunk, type Trunk } from './network/trunk';
export { type Temperatures, withTemperature } from './combine/with-temperature';
