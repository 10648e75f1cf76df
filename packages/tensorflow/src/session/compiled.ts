import type { PolyheadError } from '@polyhead/core';
import type { ByteInput } from '../tracing/inputs';
import type { Tensors } from '../tracing/trace';
import type { Precision } from './loaded-graph';

/** Options of {@link compile}. */
export interface CompileOptions<Given extends object = Tensors> {
  /**
   * Inputs whose first axis is the batch. They are recorded with 2, 3 and 5 rows, and the graph for any other number of
   * rows is derived from that, which is fast and small for every batch size. If it cannot be derived, the function is
   * recorded at the real size. The JavaScript of the function must not branch on the number of rows or take a minimum
   * of it: what such code does beyond 5 rows is not recorded. Default: none, and every function is recorded at the real
   * size.
   */
  readonly batched?: readonly (keyof Given & string)[];
  /**
   * Called with the error (code `UNTRACEABLE`) if a function cannot become a graph; it runs eagerly from then on.
   * Default: the error is thrown.
   */
  readonly onFallback?: (reason: PolyheadError) => void;
  /**
   * Number of graphs, one for each combination of shapes, that stay loaded; the least recently used one is freed first.
   * Default 8.
   */
  readonly maxGraphs?: number;
  /**
   * `bfloat16` computes convolutions, batch normalization, pooling and ReLU on images with 8 bits of mantissa. It is
   * about 1.5 times as fast on processors with instructions for it, and rejected on others (see `bfloat16Support`).
   * Variables, statistics, dense layers and losses stay float32. Default `float32`.
   */
  readonly precision?: Precision;
}

/** Names in a graph that was saved. */
export interface ExportedGraph {
  /** Placeholder of each input. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Node of each output. */
  readonly fetches: Readonly<Record<string, string>>;
  /**
   * Nodes to compute once the weights are set and whenever they change: they update values that depend on weights
   * alone. Often none.
   */
  readonly refresh: readonly string[];
}

/** Inputs of a compiled function: tensors, or bytes in place of int32 tensors. */
export type MaybeBytes<Given extends object> = { readonly [Name in keyof Given]: Given[Name] | ByteInput };

/** A function that runs as one TensorFlow graph. */
export interface Compiled<Given extends object = Tensors, Made extends object = Tensors> {
  /**
   * Computes the outputs and changes the variables; the caller frees the outputs. The first call with new shapes or
   * types loads a graph. The function receives bytes as int32. Inside of another compiled function it becomes a part of
   * that function.
   *
   * Throws `INVALID_ARGUMENT` if an input is not a tensor or bytes, `DISPOSED` after `dispose`, and `OUT_OF_MEMORY` if
   * TensorFlow runs out of memory: some variables may have changed then.
   */
  run(inputs: MaybeBytes<Given>): Made;
  /**
   * Records the function for inputs of these shapes and types; variables keep their values. Throws `UNTRACEABLE` if the
   * function cannot become a graph.
   */
  prepare(inputs: MaybeBytes<Given>): void;
  /**
   * Writes the graph for inputs of these shapes as a SavedModel without weights into a folder, for profilers and
   * viewers. It may contain custom operations, for which another TensorFlow needs `deps/lib/libpolyhead_kernels.so` of
   * the tfjs-node package (in Python `tf.load_op_library`). Throws `FILE_UNWRITABLE` if the folder cannot be written.
   */
  save(folder: string, inputs: MaybeBytes<Given>): ExportedGraph;
  /**
   * Brings the newest values into the tf.Variables that the function uses: call it before you read one. Values that you
   * assign to a tf.Variable reach the graph without a call.
   */
  pull(): void;
  /** Frees the graphs after a last `pull`. */
  dispose(): void;
}
