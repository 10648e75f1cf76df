import type { Graph } from '../graph';
import { biasAdd } from './bias-add';
import { dropNoOps } from './drop-no-ops';
import { matMul } from './mat-mul';
import { mergeCasts } from './merge-casts';
import { mergeConstants } from './merge-constants';

/** Rewritings that keep a graph's numbers and let TensorFlow use its fused kernels. */
export function fuse(graph: Graph): Graph {
  return biasAdd(dropNoOps(matMul(dropNoOps(mergeCasts(mergeConstants(graph))))));
}
