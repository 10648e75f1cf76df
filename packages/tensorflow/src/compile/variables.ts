import { engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from './binding';
import { type Attribute, dataType, type GraphNode, shapeValue } from './graph';
import type { Recorder } from './recorder';
import { typeOf } from './type-of';

/** A tf.Variable and the nodes that are it in a graph. */
export interface GraphVariable {
  readonly variable: Variable;
  /** Names of the nodes: the resource, its value before the run, a placeholder for a new value and what assigns it. */
  readonly nodes: { readonly handle: string; readonly read: string; readonly fresh: string; readonly assign: string };
}

/** All tf.Variables that exist. */
export function existingVariables(): Variable[] {
  return Object.values(engine().state.registeredVariables);
}

/** The native id under which TensorFlow holds a tensor now. */
export function idOf(backend: NativeBackend, tensor: Tensor): number {
  return backend.getInputTensorIds([tensor])[0] as number;
}

/** Names for a variable's nodes; `index` makes them unique. */
export function graphVariable(variable: Variable, index: number): GraphVariable {
  const handle = `variable_${index}`;
  return { variable, nodes: { handle, read: `${handle}/read`, fresh: `${handle}/fresh`, assign: `${handle}/assign` } };
}

/** The nodes of a variable: read before anything happens, and set from a placeholder. */
export function variableNodes({ variable, nodes: { handle, read, fresh, assign } }: GraphVariable): GraphNode[] {
  const dtype = typeOf(variable);
  const { shape } = variable;
  const typed: Record<string, Attribute> = { dtype: { type: dtype } };
  const shaped = { ...typed, shape: { shape: shapeValue(shape) } };
  return [
    { name: handle, op: 'VarHandleOp', inputs: [], attributes: { ...shaped, shared_name: { s: new TextEncoder().encode(handle) } }, outputs: [{ dtype: dataType.resource, shape: [] }] },
    { name: read, op: 'ReadVariableOp', inputs: [`${handle}:0`], attributes: typed, outputs: [{ dtype, shape }] },
    { name: fresh, op: 'Placeholder', inputs: [], attributes: shaped, outputs: [{ dtype, shape }] },
    { name: assign, op: 'AssignVariableOp', inputs: [`${handle}:0`, `${fresh}:0`], attributes: typed, outputs: [] },
  ];
}

/** The node that gives a variable its new value at the end of a run, after everyone has read the old one. */
export function assignNode(recorder: Recorder, { variable, nodes }: GraphVariable, reference: string): string {
  const dtype = typeOf(variable);
  return recorder.add('AssignVariableOp', [`${nodes.handle}:0`, reference, `^${nodes.read}`], { dtype: { type: dtype } }, []);
}
