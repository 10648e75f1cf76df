// Generated from assembly/ by scripts/build-kernels.mjs: do not edit. A test generates it again and compares.

const convolveParams = {
  integers: [
    'x',
    'panels',
    'bias',
    'y',
    'scratch',
    'scratchSize',
    'inHeight',
    'inWidth',
    'inChannels',
    'outHeight',
    'outWidth',
    'outChannels',
    'filterHeight',
    'filterWidth',
    'strideHeight',
    'strideWidth',
    'dilationHeight',
    'dilationWidth',
    'padTop',
    'padLeft',
    'bandRows',
    'bands',
    'copied',
    'imagePitch',
    'rowPitch',
    'pixelPitch',
    'relu',
    'columns',
    'transformed',
    'tiles',
  ],
  floats: [],
} as const;
const packParams = {
  integers: [
    'source',
    'panels',
    'rows',
    'columns',
    'depth',
    'outs',
    'rowStride',
    'columnStride',
    'depthStride',
    'outStride',
  ],
  floats: [],
} as const;
const copyRowsParams = {
  integers: ['from', 'to', 'rows', 'rowBytes', 'fromPitch', 'toPitch', 'chunks'],
  floats: [],
} as const;
const rowsParams = { integers: ['x', 'y', 'dy', 'dx', 'rows', 'channels'], floats: ['scale'] } as const;
const depthwiseForwardParams = {
  integers: [
    'x',
    'filter',
    'bias',
    'y',
    'inHeight',
    'inWidth',
    'inChannels',
    'outHeight',
    'outWidth',
    'outChannels',
    'filterHeight',
    'filterWidth',
    'strideHeight',
    'strideWidth',
    'dilationHeight',
    'dilationWidth',
    'padTop',
    'padLeft',
    'relu',
  ],
  floats: [],
} as const;
const depthwiseParams = {
  integers: [
    'x',
    'dy',
    'to',
    'inHeight',
    'inWidth',
    'inChannels',
    'outHeight',
    'outWidth',
    'outChannels',
    'filterHeight',
    'filterWidth',
    'strideHeight',
    'strideWidth',
    'dilationHeight',
    'dilationWidth',
    'padTop',
    'padLeft',
    'batch',
    'slots',
  ],
  floats: [],
} as const;
const dropoutParams = { integers: ['x', 'y', 'size', 'key', 'secondKey', 'threshold'], floats: ['scale'] } as const;
const slopeParams = { integers: ['x', 'dy', 'dx', 'size', 'poison'], floats: ['below', 'cap'] } as const;
const leakyParams = { integers: ['x', 'y', 'size'], floats: ['alpha'] } as const;
const toFloatParams = { integers: ['x', 'y', 'size'], floats: [] } as const;
const adamParams = {
  integers: ['weight', 'gradient', 'm', 'v', 'to', 'newM', 'newV', 'size'],
  floats: ['beta1', 'rest1', 'beta2', 'rest2', 'epsilon', 'stepSize', 'secondScale', 'kept', 'gradientScale'],
} as const;
const momentumParams = {
  integers: ['weight', 'gradient', 'accumulator', 'to', 'newAccumulator', 'size'],
  floats: ['momentum', 'intake', 'accumulatorStep', 'gradientStep', 'kept', 'gradientScale'],
} as const;
const segmentSumParams = { integers: ['x', 'ids', 'y', 'rows', 'inner', 'segments'], floats: [] } as const;
const filterGradientParams = {
  integers: [
    'x',
    'dy',
    'partials',
    'scratch',
    'scratchSize',
    'dyScratch',
    'inHeight',
    'inWidth',
    'inChannels',
    'outHeight',
    'outWidth',
    'outChannels',
    'filterHeight',
    'filterWidth',
    'strideHeight',
    'strideWidth',
    'dilationHeight',
    'dilationWidth',
    'padTop',
    'padLeft',
    'outStride',
    'bandRows',
    'bands',
    'allBands',
    'slots',
    'rowsAtOnce',
  ],
  floats: [],
} as const;
const sumSlotsParams = { integers: ['partials', 'to', 'slots', 'rows', 'channels', 'stride'], floats: [] } as const;
const fusedBlockParams = {
  integers: [
    'x',
    'y',
    'dy',
    'dx',
    'sums',
    'center',
    'scale',
    'offset',
    'ofGradient',
    'sign',
    'height',
    'width',
    'channels',
    'window',
    'allPositive',
  ],
  floats: [],
} as const;
const matMulParams = {
  integers: ['a', 'b', 'bias', 'y', 'rows', 'inner', 'columns', 'aRow', 'aInner', 'tiles', 'relu'],
  floats: [],
} as const;
const matMulTransposedParams = { integers: ['a', 'b', 'y', 'rows', 'inner', 'columns'], floats: [] } as const;
const poolParams = {
  integers: [
    'x',
    'dy',
    'dx',
    'height',
    'width',
    'channels',
    'outHeight',
    'outWidth',
    'windowHeight',
    'windowWidth',
    'strideHeight',
    'strideWidth',
    'padTop',
    'padLeft',
  ],
  floats: [],
} as const;
const sumRowsParams = {
  integers: ['x', 'g', 'center', 'partials', 'rows', 'channels', 'chunks', 'mode', 'relu'],
  floats: [],
} as const;
const finishSumsParams = { integers: ['partials', 'y', 'channels', 'chunks', 'divisor'], floats: [] } as const;
const sumRunsParams = { integers: ['x', 'y', 'length', 'divisor'], floats: [] } as const;
const normalizeParams = {
  integers: ['x', 'y', 'center', 'scale', 'offset', 'rows', 'channels', 'chunks', 'relu'],
  floats: [],
} as const;
const normalizeGradientParams = {
  integers: ['x', 'dy', 'dx', 'center', 'ofGradient', 'ofValue', 'meanGradient', 'rows', 'channels', 'chunks', 'relu'],
  floats: [],
} as const;
const winogradGradientParams = {
  integers: [
    'x',
    'dy',
    'partials',
    'scratch',
    'scratchSize',
    'tiles',
    'gradients',
    'inHeight',
    'inWidth',
    'inChannels',
    'outHeight',
    'outWidth',
    'outChannels',
    'outStride',
    'padTop',
    'padLeft',
    'bandRows',
    'bands',
    'allBands',
    'slots',
    'columns',
    'block',
  ],
  floats: [],
} as const;
const winogradTapsParams = { integers: ['sums', 'to', 'size'], floats: [] } as const;
const transformFilterParams = { integers: ['panels', 'transformed', 'channels', 'count'], floats: [] } as const;

/** Names of the parameters of every kernel, in the order in which they lie in memory; integers come first. */
export const kernelParameters = {
  convolve: convolveParams,
  packFilter: packParams,
  copyRows: copyRowsParams,
  maxRows: rowsParams,
  maxRowsGradient: rowsParams,
  spreadRows: rowsParams,
  depthwise: depthwiseForwardParams,
  depthwiseFilterGradient: depthwiseParams,
  depthwiseInputGradient: depthwiseParams,
  dropout: dropoutParams,
  slope: slopeParams,
  leaky: leakyParams,
  toFloat: toFloatParams,
  adam: adamParams,
  momentum: momentumParams,
  segmentSum: segmentSumParams,
  filterGradient: filterGradientParams,
  sumSlots: sumSlotsParams,
  normalizedPool: fusedBlockParams,
  normalizedPoolSums: fusedBlockParams,
  normalizedPoolGradient: fusedBlockParams,
  matMul: matMulParams,
  matMulTransposed: matMulTransposedParams,
  maxPoolGradient: poolParams,
  averagePoolGradient: poolParams,
  sumRows: sumRowsParams,
  finishSums: finishSumsParams,
  sumRuns: sumRunsParams,
  normalize: normalizeParams,
  normalizeGradient: normalizeGradientParams,
  winogradFilterGradient: winogradGradientParams,
  winogradTaps: winogradTapsParams,
  transformFilter: transformFilterParams,
} as const;
