import { type Inputs, signature } from '../tracing/inputs';
import type { LoadedGraph } from './loaded-graph';

/** Graphs that stay loaded, one for each combination of shapes. */
export interface LoadedGraphs {
  /** The graph for inputs of these shapes and types. */
  of(inputs: Inputs): LoadedGraph;
  /** Frees all of them. */
  dispose(): void;
}

/** Keeps at most so many graphs loaded; the one used longest ago goes first. */
export function createLoadedGraphs(load: (inputs: Inputs) => LoadedGraph, most: number): LoadedGraphs {
  const graphs = new Map<string, LoadedGraph>();
  return {
    of: (inputs) => {
      const key = signature(inputs);
      const graph = graphs.get(key) ?? load(inputs);
      graphs.delete(key);
      graphs.set(key, graph); // last used, last in line
      const [oldest] = graphs.keys();
      if (graphs.size > most && oldest !== undefined) {
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
