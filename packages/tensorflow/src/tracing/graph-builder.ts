import { encodeAttributes } from '../graph/attributes';
import type { NativeBackend } from '../graph/binding';
import { bytesOf, type Constant, constantOf, tensorValue } from './constants';
import type { Attribute, GraphNode, NodeOutput } from '../graph/graph';
import { type TraceListener, withTracing } from './tracing-binding';

/** What a function did, as nodes of a graph. */
export interface GraphBuilder {
  /**
   * Runs a function once, for real, while every operation of the backend is written down. Throws UNTRACEABLE where it
   * does what a graph cannot.
   */
  record<T>(run: () => T): T;
  /** Lets an operand that was there before the recording stand for the output of a node, of this type. */
  bind(id: number, reference: string, dtype: number): void;
  /** The reference under which a tensor's value is found in the graph. */
  referenceOf(id: number): string;
  /** Adds a node by hand. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly NodeOutput[],
  ): string;
  /** The nodes so far, inputs before those who use them. */
  readonly nodes: readonly GraphNode[];
}

/** Makes a recorder whose nodes are named `<op>_<number>`. */
export function createRecorder(backend: NativeBackend): GraphBuilder {
  const { binding } = backend;
  const nodes: GraphNode[] = [];
  const references = new Map<number, string>();
  const types = new Map<string, number>();
  const constants = new Map<number, Constant>();

  const add: GraphBuilder['add'] = (op, inputs, attributes, outputs) => {
    const name = `${op}_${nodes.length}`;
    nodes.push({ name, op, inputs, attributes, outputs });
    return name;
  };
  const bind: GraphBuilder['bind'] = (id, reference, dtype) => {
    references.set(id, reference);
    types.set(reference, dtype);
  };
  const referenceOf = (id: number): string => {
    const known = references.get(id);
    if (known !== undefined) return known;
    const constant = constants.get(id) ?? constantOf(binding, id);
    const { dtype, shape } = constant;
    const reference = `${add('Const', [], { dtype: { type: dtype }, value: { tensor: tensorValue(constant) } }, [{ dtype, shape }])}:0`;
    bind(id, reference, dtype);
    return reference;
  };
  const listener: TraceListener = {
    used: (inputs) => inputs.forEach(referenceOf),
    executed: (op, attributes, inputs, results) => {
      const operands = inputs.map(referenceOf);
      const encoded = encodeAttributes(
        binding,
        op,
        attributes,
        operands.map((reference) => types.get(reference) as number),
      );
      const name = add(
        op,
        operands,
        encoded,
        results.map(({ dtype, shape }) => ({ dtype, shape })),
      );
      results.forEach(({ id, dtype }, output) => bind(id, `${name}:${output}`, dtype));
    },
    created: (id, shape, dtype, values) =>
      constants.set(id, { shape, dtype, bytes: ArrayBuffer.isView(values) ? bytesOf(values) : new Uint8Array() }),
  };
  return { nodes, add, bind, referenceOf, record: (run) => withTracing(backend, listener, run) };
}
