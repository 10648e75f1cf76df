import { type Attribute, dataType, type GraphNode, type NodeOutput, shapeValue } from './graph';

/** A variable of the graph: its resource, its value at the start of a run, and what assigns `source` to it. */
export function cachedWeights(handle: string, source: string, { dtype, shape }: NodeOutput): GraphNode[] {
  const typed: Record<string, Attribute> = { dtype: { type: dtype } };
  const shared = { shape: { shape: shapeValue(shape) }, shared_name: { s: new TextEncoder().encode(handle) } };
  return [
    {
      name: handle,
      op: 'VarHandleOp',
      inputs: [],
      attributes: { ...typed, ...shared },
      outputs: [{ dtype: dataType.resource, shape: [] }],
    },
    {
      name: `${handle}/read`,
      op: 'ReadVariableOp',
      inputs: [`${handle}:0`],
      attributes: typed,
      outputs: [{ dtype, shape }],
    },
    {
      name: `${handle}/assign`,
      op: 'AssignVariableOp',
      inputs: [`${handle}:0`, source],
      attributes: typed,
      outputs: [],
    },
  ];
}

/** A number that can be asked for once the other node is done: sessions are asked for tensors only. */
export function markerAfter(name: string, other: string): GraphNode {
  const tensor = { dtype: dataType.int32, tensorShape: shapeValue([]), tensorContent: new Uint8Array(4) };
  return {
    name,
    op: 'Const',
    inputs: [`^${other}`],
    attributes: { dtype: { type: dataType.int32 }, value: { tensor } },
    outputs: [{ dtype: dataType.int32, shape: [] }],
  };
}
