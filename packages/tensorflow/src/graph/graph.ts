// A TensorFlow graph as plain data, in the words of GraphDef. Building and rewriting it needs no TensorFlow.

/** TensorFlow's data types by the numbers that GraphDef and the binding use. */
export const dataType = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  resource: 20,
  uint32: 22,
  uint64: 23,
} as const;

/** A dense tensor inside a graph; `floatVal`, `intVal` or `boolVal` with one value fills the whole shape. */
export interface TensorValue {
  readonly dtype: number;
  readonly tensorShape: ShapeValue;
  readonly tensorContent?: Uint8Array;
  readonly floatVal?: readonly number[];
  readonly intVal?: readonly number[];
  readonly boolVal?: readonly boolean[];
}

export interface ShapeValue {
  readonly dim: readonly { readonly size: number }[];
}

/** The value of a node's attribute, in the shape of AttrValue. */
export interface Attribute {
  readonly s?: Uint8Array;
  readonly i?: number;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: number;
  readonly shape?: ShapeValue;
  readonly tensor?: TensorValue;
  readonly list?: {
    readonly i?: readonly number[];
    readonly f?: readonly number[];
    readonly b?: readonly boolean[];
    readonly type?: readonly number[];
  };
}

/** What a node puts out. */
export interface NodeOutput {
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** One operation. `inputs` are references `node:output`, or `^node` for "after that node". */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Type and shape of each output. */
  readonly outputs: readonly NodeOutput[];
}

/** Nodes by name, in an order in which every node comes after its inputs. */
export type Graph = ReadonlyMap<string, GraphNode>;

/** Name of the node that a reference points to. */
export function nodeOf(reference: string): string {
  return reference.replace(/^\^/, '').replace(/:\d+$/, '');
}

/** Number of the output that a reference points to. */
export function outputOf(reference: string): number {
  return Number(/:(\d+)$/.exec(reference)?.[1] ?? 0);
}

/** Type and shape of what a reference points to; undefined where the graph has no such node. */
export function outputAt(reference: string, graph: Graph): NodeOutput | undefined {
  return graph.get(nodeOf(reference))?.outputs[outputOf(reference)];
}

/** Every reference to a node that some node has among its inputs, by the node's name. */
export function usesOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  for (const { inputs } of graph.values()) {
    for (const input of inputs) {
      const known = uses.get(nodeOf(input));
      if (known === undefined) uses.set(nodeOf(input), [input]);
      else known.push(input);
    }
  }
  return uses;
}

export function shapeValue(shape: readonly number[]): ShapeValue {
  return { dim: shape.map((size) => ({ size })) };
}

/** The nodes that `wanted` need, in the graph's order. */
export function reachable(graph: Graph, wanted: readonly string[]): Graph {
  const seen = new Set<string>();
  const open = wanted.map(nodeOf);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(graph.get(name)?.inputs ?? []).map(nodeOf));
  }
  return new Map([...graph].filter(([name]) => seen.has(name)));
}

/** The same graph with every reference replaced by what `replace` makes of it. */
export function mapInputs(graph: Graph, replace: (reference: string, node: GraphNode) => string): Graph {
  return new Map(
    [...graph].map(([name, node]) => [name, { ...node, inputs: node.inputs.map((input) => replace(input, node)) }]),
  );
}
