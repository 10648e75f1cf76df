import type { Graph } from '../graph';

/** All rewritings of a recorded graph, in order. */
export function fuse(graph: Graph): Graph {
  return graph;
}
