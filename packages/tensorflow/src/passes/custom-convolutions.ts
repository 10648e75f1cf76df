import type { Graph } from '../graph/graph';
import { filterGradient } from './filter-gradient';
import { pooledConvolution } from './pooled-convolution';

/**
 * Channels of images up to which a convolution with its pooling is faster by ours. oneDNN computes in bfloat16 where
 * that is wanted, ours always in float32.
 */
const mostChannels = { float32: 32, bfloat16: 4 };

/** Computes convolutions by polyhead's own operations where they are faster than TensorFlow's. */
export function useCustomConvolutions(graph: Graph, precision: 'float32' | 'bfloat16'): Graph {
  const pooled = pooledConvolution(graph, mostChannels[precision]);
  return precision === 'bfloat16' ? pooled : filterGradient(pooled);
}
