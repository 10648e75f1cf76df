import { type Inputs, signature } from '../tracing/inputs';
import type { LoadedGraph } from './loaded-graph';

/** Loaded graphs, one for each combination of shapes. */
export interface LoadedGraphs {
  /** Returns the graph for inputs of these shapes and types. */
  of(inputs: Inputs): LoadedGraph;
  /** Frees all graphs. */
  dispose(): void;
}

/** Keeps at most `maxGraphs` graphs loaded and frees the least recently used one first. */
export function createLoadedGraphs(load: (inputs: Inputs) => LoadedGraph, maxGraphs: number): LoadedGraphs {
  const graphs = new Map<string, LoadedGraph>();
  return {
    of: (inputs) => {
      const key = signature(inputs);
      const graph = graphs.get(key) ?? load(inputs);
      graphs.delete(key);
      graphs.set(key, graph); // the map is in the order of last use
      const [oldest] = graphs.keys();
      if (graphs.size > maxGraphs && oldest !== undefined) {
        graphs.get(oldest)?.dispose();
        graphs.delete(oldest);
      }
      return graph;
    },
    dispose: () => {
      graphs.forEach((graph) => graph.dispose());
      graphs.clear();
    },
  };
}
