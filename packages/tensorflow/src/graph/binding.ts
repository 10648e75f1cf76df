// What polyhead uses of tfjs-node's native addon and backend; tfjs-node does not export their types.
import { findBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import { PolyheadError } from '@polyhead/core';

/** A tensor that TensorFlow holds. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** An attribute of an eager operation; `type` is one of the binding's TF_ATTR_ numbers. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The native addon. */
export interface Binding {
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  executeOp(
    op: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  getNumOfTensors(): number;
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(session: number, inputs: readonly number[], inputNames: string, outputNames: string): NativeTensor[];
  deleteSavedModel(session: number): void;
}

/** The tfjs backend around the addon. */
export interface NativeBackend {
  binding: Binding;
  getDTypeInteger(dtype: string): number;
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  executeSingleOutput(op: string, attributes: readonly NativeAttribute[], inputs: readonly TensorInfo[]): TensorInfo;
  executeMultipleOutputs(
    op: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): TensorInfo[];
  createOutputTensor(tensor: NativeTensor): TensorInfo;
}

/** Returns the native backend. Throws ENGINE_UNAVAILABLE if tfjs-node is not loaded. */
export function nativeBackend(where: string): NativeBackend {
  const backend = findBackend('tensorflow') as unknown as NativeBackend | null;
  if (backend !== null) return backend;
  throw new PolyheadError(
    'ENGINE_UNAVAILABLE',
    `${where}: native TensorFlow is not loaded: tfjs has no backend "tensorflow". Call loadTensorFlow() first.`,
    { where, hint: 'Call loadTensorFlow() first.' },
  );
}
