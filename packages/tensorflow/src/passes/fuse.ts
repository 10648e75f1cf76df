import type { Graph } from '../graph/graph';
import { newerBatchNorm, poolFirst } from './batch-norm';
import { biasAdd } from './bias-add';
import { removeIdentities } from './remove-identities';
import { foldBatchNorm } from './fold-batch-norm';
import { matMul } from './mat-mul';
import { dedupeCasts } from './dedupe-casts';
import { dedupeConstants } from './dedupe-constants';

const passes = [
  dedupeConstants,
  dedupeCasts,
  matMul,
  removeIdentities,
  biasAdd,
  newerBatchNorm,
  foldBatchNorm,
  poolFirst,
];

/** Rewritings that keep a graph's numbers and let TensorFlow use its fused kernels. */
export function fuse(graph: Graph): Graph {
  return passes.reduce((rewritten, pass) => pass(rewritten), graph);
}
