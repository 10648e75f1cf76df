import { formatValue, assertObject, invalidArgument, PolyheadError, assertWholeNumber } from '@polyhead/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkPrecision } from '../setup/assert-precision';
import { nativeBackend } from '../graph/binding';
import { checkInputs } from '../tracing/check-inputs';
import { asTensor, type Bytes, idsOf, type Inputs } from '../tracing/inputs';
import { graphOf, loadGraph, type Precision } from './loaded-graph';
import { createLoadedGraphs } from './loaded-graphs';
import { download } from './variable-sync';
import { isRecording } from '../tracing/tracing-binding';
import { createTraceCache } from '../tracing/trace-cache';
import { writeSavedModel } from '../graph/saved-model';
import { runInScope, type TensorFunction, type Tensors, type Trace } from '../tracing/trace';
import { TraceError } from '../graph/trace-error';
import { existingVariables } from '../tracing/variables';

/** Options of {@link compile}. */
export interface CompileOptions<Given extends object = Tensors> {
  /**
   * Inputs whose first axis is the batch. They are recorded with 2, 3 and 5 rows, and the graph for any other number is
   * worked out from that: quick and small, whatever the batch size. Where that cannot be done
   * the recording happens at the real size. JavaScript of the function must not branch on the number of rows, nor take
   * a minimum of it: what such code does beyond 5 rows is not seen.
   * Default none: recorded at the size that comes.
   */
  readonly batched?: readonly (keyof Given & string)[];
  /** Told why a function cannot become a graph; it runs eagerly from then on. Default: the error is thrown. */
  readonly onFallback?: (reason: TraceError) => void;
  /**
   * How many graphs, one for each combination of shapes, are kept loaded; the one used longest ago goes first. Default
   * 8.
   */
  readonly maxGraphs?: number;
  /**
   * `bfloat16` computes convolutions, batch normalization, pooling and ReLU on images with 8 bits of mantissa: about
   * 1.5 times as fast where the processor has instructions for it, rejected elsewhere (see `bfloat16Support`).
   * Variables, statistics, dense layers and losses stay float32. Default `float32`.
   */
  readonly precision?: Precision;
}

const optionNames = { batched: true, onFallback: true, maxGraphs: true, precision: true } satisfies Record<
  keyof CompileOptions,
  true
>;

/** Names in a graph that was saved. */
export interface ExportedGraph {
  /** Placeholder of each input. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Node of each output. */
  readonly fetches: Readonly<Record<string, string>>;
  /**
   * Nodes to compute once the weights are set and whenever they change: they bring what follows from weights alone up
   * to date. Often none.
   */
  readonly refresh: readonly string[];
}

/** Inputs, with bytes allowed in place of int32 tensors. */
export type OrBytes<Given extends object> = { readonly [Name in keyof Given]: Given[Name] | Bytes };

/** A function that runs as one TensorFlow graph. */
export interface Compiled<Given extends object = Tensors, Made extends object = Tensors> {
  /**
   * Computes the outputs and changes the variables; the caller frees the outputs. The first call with new shapes or
   * types loads a graph.
   * Bytes go in as they are, and the function sees them as int32. Inside of another compiled function it becomes a part
   * of that one.
   * Throws if an input is none, and where TensorFlow runs out of memory: some variables may have changed then.
   */
  run(inputs: OrBytes<Given>): Made;
  /**
   * Records the function for inputs of these shapes and types, without running it for good. Throws {@link TraceError}
   * where it cannot become a graph.
   */
  prepare(inputs: OrBytes<Given>): void;
  /**
   * Writes the graph for inputs of these shapes as a SavedModel without weights into a folder, for profilers and
   * viewers. It may have operations of polyhead's own, for which another TensorFlow needs
   * `deps/lib/libpolyhead_kernels.so` of the tfjs-node package (in Python `tf.load_op_library`). Throws if the
   * folder cannot be written.
   */
  save(folder: string, inputs: OrBytes<Given>): ExportedGraph;
  /**
   * Brings the newest values into the tf.Variables that the function uses: call it before reading one. Values assigned
   * to a tf.Variable find their own way into the graph.
   */
  pull(): void;
  /** Frees the graphs after a last `pull`. */
  dispose(): void;
}

/**
 * Records a function over tensors and tf.Variables while it runs once for real, and from then on runs it as one
 * TensorFlow graph: "tf.function" for tfjs on tfjs-node.
 *
 * The function may do whatever is made of tensor operations, gradients and optimizers included; loops and branches of
 * JavaScript are recorded as they went. It may neither read values (`dataSync`, `arraySync`) nor
 * draw random numbers in JavaScript, as these would be the same at every run: both throw a {@link TraceError} that
 * names the line. Several compiled functions can share variables.
 *
 * @example
 * ```ts
 * import { compile, useTensorFlow } from '@polyhead/tensorflow';
 * import type { Tensor2D } from '@tensorflow/tfjs-core';
 * const tf = await useTensorFlow();
 * const weight = tf.variable(tf.ones([3, 1]) as Tensor2D);
 * const optimizer = tf.train.sgd(0.1);
 * const step = compile(({ x, y }: { x: Tensor2D; y: Tensor2D }) => {
 *   const { value, grads } = tf.variableGrads(() => tf.mean(tf.squaredDifference(tf.matMul(x, weight), y)));
 *   optimizer.applyGradients(grads);
 *   return { loss: value };
 * });
 * const { loss } = step.run({ x: tf.randomUniform([8, 3]), y: tf.zeros([8, 1]) });
 * step.pull(); // weight has its new value now
 * step.dispose();
 * ```
 */
export function compile<
  Given extends { readonly [Name in keyof Given]: Tensor },
  Made extends { readonly [Name in keyof Made]: Tensor },
>(run: TensorFunction<Given, Made>, options: CompileOptions<Given> = {}): Compiled<Given, Made> {
  if (typeof run !== 'function')
    throw invalidArgument(
      'compile',
      'expected a function of tensors',
      formatValue(run),
      'Pass e.g. ({ x }) => ({ y: tf.square(x) }).',
    );
  assertObject('compile', options, { optionKeys: optionNames, example: "{ batched: ['x'] }" });
  const backend = nativeBackend('compile');
  const eager = run as unknown as TensorFunction;
  const { maxGraphs = 8, onFallback, precision = 'float32' } = options;
  checkPrecision('compile', precision);
  assertWholeNumber('compile', 'maxGraphs', maxGraphs, 1, 'Pass e.g. 8.');
  const recordings = createTraceCache(backend, eager, options.batched ?? []);
  const graphs = createLoadedGraphs(
    (inputs) => loadGraph(backend, recordings.traceFor(inputs), recordings.variables(), precision),
    maxGraphs,
  );
  let [eagerly, disposed] = [false, false];

  const runGraph = (inputs: Inputs): Record<string, Tensor> => {
    const { ids, free } = idsOf(backend, inputs);
    try {
      const results = graphs.of(inputs).run(ids);
      return Object.fromEntries(
        Object.entries(results).map(([name, result]) => [name, backend.createOutputTensor(result) as Tensor]),
      );
    } finally {
      free();
    }
  };
  const traceFor = (inputs: Inputs): Trace => {
    checkInputs(inputs);
    return recordings.traceFor(inputs);
  };
  const pull = (): void =>
    download(
      recordings.variables().map(({ variable }) => variable),
      backend,
    );
  const runOnNewest = (inputs: Inputs): Tensors => {
    download(existingVariables(), backend); // other compiled functions may have changed them
    return runEagerly(eager, inputs);
  };
  return {
    run: (inputs) => {
      checkInputs(inputs);
      if (disposed)
        throw new PolyheadError(
          'DISPOSED',
          'compile: expected a function that was not disposed. Dispose it after its last run.',
        );
      // inside of another compiled function it becomes part of that one
      if (isRecording(backend)) return runEagerly(eager, inputs) as Made;
      if (eagerly) return runOnNewest(inputs) as Made;
      try {
        return runGraph(inputs) as Made;
      } catch (error) {
        if (!(error instanceof TraceError) || onFallback === undefined) throw error;
        eagerly = true;
        onFallback(error);
        return runOnNewest(inputs) as Made;
      }
    },
    prepare: (inputs) => void traceFor(inputs),
    save: (folder, inputs) => {
      const traced = traceFor(inputs);
      const { graph, refresh } = graphOf(backend, traced, recordings.variables(), precision);
      writeSavedModel(folder, graph);
      return { feeds: traced.feeds, fetches: traced.fetches, refresh };
    },
    pull,
    dispose: () => {
      disposed = true;
      graphs.dispose();
    },
  };
}

function runEagerly(run: TensorFunction, inputs: Inputs): Tensors {
  return tidy(() =>
    runInScope(run, Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, asTensor(input)]))),
  );
}
