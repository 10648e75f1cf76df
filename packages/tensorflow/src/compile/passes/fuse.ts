import type { Graph } from '../graph';
import { newerBatchNorm, poolFirst } from './batch-norm';
import { biasAdd } from './bias-add';
import { dropNoOps } from './drop-no-ops';
import { foldBatchNorm } from './fold-batch-norm';
import { matMul } from './mat-mul';
import { mergeCasts } from './merge-casts';
import { mergeConstants } from './merge-constants';

const passes = [mergeConstants, mergeCasts, matMul, dropNoOps, biasAdd, newerBatchNorm, foldBatchNorm, poolFirst];

/** Rewritings that keep a graph's numbers and let TensorFlow use its fused kernels. */
export function fuse(graph: Graph): Graph {
  return passes.reduce((rewritten, pass) => pass(rewritten), graph);
}
