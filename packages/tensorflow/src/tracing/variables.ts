import { engine, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { type GraphNode, shapeValue } from '../graph/graph';
import type { GraphBuilder } from './graph-builder';
import { cachedWeights } from '../graph/cached-weights';
import { isGraphDtype, dtypeOf } from '../graph/dtype-of';

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

/** Returns a tensor with a new id that shares the memory of another one; the caller frees it. */
export function ownTensor(backend: NativeBackend, tensor: Tensor): Tensor {
  return backend.executeSingleOutput(
    'Identity',
    [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: dtypeOf(tensor) }],
    [tensor],
  ) as Tensor;
}

/**
 * Gives variables that have one value between them, as two networks after `setWeights`, an id each: so that an operand
 * tells which one it is.
 */
export function separateVariables(backend: NativeBackend): void {
  const known = new Set<number>();
  for (const variable of existingVariables().filter(isGraphDtype)) {
    if (known.has(idOf(backend, variable))) tidy(() => variable.assign(ownTensor(backend, variable)));
    known.add(idOf(backend, variable));
  }
}

/** Names for a variable's nodes; `index` makes them unique. */
export function graphVariable(variable: Variable, index: number): GraphVariable {
  const handle = `variable_${index}`;
  return { variable, nodes: { handle, read: `${handle}/read`, fresh: `${handle}/fresh`, assign: `${handle}/assign` } };
}

/** The nodes of a variable: read before anything happens, and set from a placeholder. */
export function variableNodes({ variable, nodes: { handle, fresh } }: GraphVariable): GraphNode[] {
  const [dtype, { shape }] = [dtypeOf(variable), variable];
  const placeholder = {
    name: fresh,
    op: 'Placeholder',
    inputs: [],
    attributes: { dtype: { type: dtype }, shape: { shape: shapeValue(shape) } },
    outputs: [{ dtype, shape }],
  };
  return [placeholder, ...cachedWeights(handle, `${fresh}:0`, { dtype, shape })];
}

/** The node that gives a variable its new value at the end of a run, after everyone has read the old one. */
export function assignNode(recorder: GraphBuilder, { variable, nodes }: GraphVariable, reference: string): string {
  const dtype = dtypeOf(variable);
  return recorder.add(
    'AssignVariableOp',
    [`${nodes.handle}:0`, reference, `^${nodes.read}`],
    { dtype: { type: dtype } },
    [],
  );
}
