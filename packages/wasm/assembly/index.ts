// Every kernel has one shape: (address of its parameters, thread, first item, item after the last). Items are
// independent of each other.
export { convolve, packFilter } from './convolve';
export { copyRows, maxRows, maxRowsGradient, spreadRows } from './copy';
export { depthwise } from './depthwise-forward';
export { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { adam, dropout, leaky, momentum, segmentSum, slope, toFloat } from './elementwise';
export { filterGradient, sumSlots } from './filter-gradient';
export { normalizedPool, normalizedPoolGradient, normalizedPoolSums } from './fused-block';
export { matMul, matMulTransposed } from './matmul';
export { averagePoolGradient, maxPoolGradient } from './pool';
export { finishSums, normalize, normalizeGradient, sumRows, sumRuns } from './rows';
export { transformFilter } from './winograd';
export { winogradFilterGradient, winogradTaps } from './winograd-gradient';
