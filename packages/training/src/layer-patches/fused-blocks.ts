import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';
import { type BatchNormalizationLayer, moveAverages } from './batch-normalization';
import type { Layer, LayerForward, LayerCalls } from './layer-call';
import { isRelu } from './relu';

interface GraphLayer {
  readonly inboundNodes: readonly { readonly inboundLayers: readonly Layer[] }[];
  readonly outboundNodes: readonly { readonly outboundLayer: Layer }[];
}

interface PoolLayer {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: string;
  readonly dataFormat: string;
}

/** Passes on what it gets. */
export const unchanged: LayerForward = (x) => x;

/**
 * ReLU -> batch normalization -> max pooling as one kernel, where the engine has it and nothing else sees what is in
 * between: the pooling layer does all, the two others pass on. Without pooling, the normalization takes the ReLU in. A
 * frozen normalization is fused in predictions only.
 */
export function findFusableBlocks(
  model: LayersModel,
  layers: readonly Layer[],
  frozen: ReadonlySet<Layer>,
): ReadonlyMap<Layer, LayerCalls> {
  const calls = new Map<Layer, LayerCalls>();
  for (const relu of layers.filter(isRelu)) {
    const norm = singleConsumer(model, relu);
    if (norm === undefined || !isPlainNormalization(norm)) continue;
    const pool = singleConsumer(model, norm);
    const poolSize = pool === undefined ? undefined : squareWindow(pool);
    const [one, ...others] =
      pool !== undefined && poolSize !== undefined ? pooledBlock(relu, norm, pool, poolSize) : [];
    for (const [layer, call] of one === undefined ? normalizedBlock(relu, norm) : [one, ...others])
      calls.set(layer, frozen.has(norm) ? inferenceOnly(call) : call);
  }
  return calls;
}

type Replaced = [Layer, LayerCalls];

function inferenceOnly({ inference }: LayerCalls): LayerCalls {
  return inference === undefined ? {} : { inference };
}

function pooledBlock(relu: Layer, norm: Layer, pool: Layer, poolSize: number): Replaced[] {
  if (!hasCustomKernel('PolyheadReluBatchNormPool')) return [];
  const block = norm as unknown as BatchNormalizationLayer;
  const training: LayerForward = (x) => {
    const [y, mean, variance] = runCustomKernel(
      'PolyheadReluBatchNormPool',
      { x, ...scaleOf(block) },
      { epsilon: block.epsilon, poolSize },
    );
    moveAverages(block, mean as Tensor, variance as Tensor);
    return y as Tensor;
  };
  const inference: LayerForward = (x) => {
    const statistics = { mean: block.movingMean.read(), variance: block.movingVariance.read() };
    return runCustomKernel(
      'PolyheadReluBatchNormPoolInference',
      { x, ...scaleOf(block), ...statistics },
      { epsilon: block.epsilon, poolSize },
    )[0] as Tensor;
  };
  const whole = hasCustomKernel('PolyheadReluBatchNormPoolInference') ? { training, inference } : { training };
  const passing = 'inference' in whole ? { training: unchanged, inference: unchanged } : { training: unchanged };
  return [
    [relu, passing],
    [norm, passing],
    [pool, whole],
  ];
}

function normalizedBlock(relu: Layer, norm: Layer): Replaced[] {
  if (!hasCustomKernel('PolyheadBatchNormTraining')) return [];
  const block = norm as unknown as BatchNormalizationLayer;
  const training: LayerForward = (x) => {
    const [y, mean, variance] = runCustomKernel(
      'PolyheadBatchNormTraining',
      { x, ...scaleOf(block) },
      { epsilon: block.epsilon, relu: true },
    );
    moveAverages(block, mean as Tensor, variance as Tensor);
    return y as Tensor;
  };
  return [
    [relu, { training: unchanged }],
    [norm, { training }],
  ];
}

function scaleOf({ gamma, beta }: BatchNormalizationLayer): { gamma: Tensor; beta: Tensor } {
  return { gamma: gamma?.read() as Tensor, beta: beta?.read() as Tensor };
}

/** The one layer that sees this layer's output, where there is just one and the layer is used once. */
function singleConsumer(model: LayersModel, layer: Layer): Layer | undefined {
  const { inboundNodes, outboundNodes } = layer as unknown as GraphLayer;
  const isOutput = model.outputs.some(({ sourceLayer }) => (sourceLayer as unknown) === layer);
  if (inboundNodes.length !== 1 || outboundNodes.length !== 1 || isOutput) return undefined;
  const follower = outboundNodes[0]?.outboundLayer;
  const used = (follower as unknown as GraphLayer | undefined)?.inboundNodes;
  return used?.length === 1 && used[0]?.inboundLayers.length === 1 ? follower : undefined;
}

/** Batch normalization over the last axis with gamma and beta. */
function isPlainNormalization(layer: Layer): boolean {
  const { axis, gamma, beta } = layer as unknown as BatchNormalizationLayer;
  const rank = (layer.outputShape as readonly unknown[]).length;
  return (
    layer.getClassName() === 'BatchNormalization' &&
    (axis === -1 || axis === rank - 1) &&
    Boolean(gamma) &&
    Boolean(beta)
  );
}

/** Side of the window of a max pooling without overlap and padding; undefined for any other layer. */
function squareWindow(layer: Layer): number | undefined {
  if (layer.getClassName() !== 'MaxPooling2D') return undefined;
  const { poolSize, strides, padding, dataFormat } = layer as unknown as PoolLayer;
  const sides = new Set([...poolSize, ...strides]);
  return sides.size === 1 && padding === 'valid' && dataFormat === 'channelsLast' ? poolSize[0] : undefined;
}
