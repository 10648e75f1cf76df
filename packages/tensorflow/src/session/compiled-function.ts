import { PolyheadError } from '@polyhead/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { writeSavedModel } from '../graph/saved-model';
import { isUntraceable } from '../graph/untraceable';
import { assertInputs } from '../tracing/assert-inputs';
import { asTensor, idsOf, type Inputs } from '../tracing/inputs';
import { runInScope, type TensorFunction, type Tensors, type Trace } from '../tracing/trace';
import { createTraceCache, type TraceCache } from '../tracing/trace-cache';
import { isRecording } from '../tracing/tracing-binding';
import { existingVariables } from '../tracing/variables';
import type { CompileOptions, ExportedGraph } from './compiled';
import { graphOf, loadGraph, type Precision } from './loaded-graph';
import { createLoadedGraphs, type LoadedGraphs } from './loaded-graphs';
import { VariableStore } from './variable-store';

/** The implementation of `Compiled`, with inputs and outputs of any names. */
export class CompiledFunction {
  readonly #backend: NativeBackend;
  readonly #function: TensorFunction;
  readonly #traces: TraceCache;
  readonly #graphs: LoadedGraphs;
  readonly #precision: Precision;
  readonly #onFallback: CompileOptions['onFallback'];
  #isEager = false;
  #isDisposed = false;

  constructor(backend: NativeBackend, run: TensorFunction, options: CompileOptions) {
    const { batched = [], maxGraphs = 8, precision = 'float32', onFallback } = options;
    const traces = createTraceCache(backend, run, batched);
    this.#backend = backend;
    this.#function = run;
    this.#traces = traces;
    this.#precision = precision;
    this.#onFallback = onFallback;
    this.#graphs = createLoadedGraphs(
      (inputs) => loadGraph(backend, traces.traceFor(inputs), traces.variables(), precision),
      maxGraphs,
    );
  }

  run(inputs: Inputs): Tensors {
    assertInputs(inputs);
    if (this.#isDisposed)
      throw new PolyheadError(
        'DISPOSED',
        'compile: expected a function that was not disposed. Dispose it after its last run.',
        { where: 'compile', hint: 'Dispose it after its last run.' },
      );
    if (isRecording(this.#backend)) return this.#runEagerly(inputs); // part of the compiled function that calls it
    if (this.#isEager) return this.#runOnNewestValues(inputs);
    try {
      return this.#runGraph(inputs);
    } catch (error) {
      if (!isUntraceable(error) || this.#onFallback === undefined) throw error;
      this.#isEager = true;
      this.#onFallback(error);
      return this.#runOnNewestValues(inputs);
    }
  }

  trace(inputs: Inputs): Trace {
    assertInputs(inputs);
    return this.#traces.traceFor(inputs);
  }

  save(folder: string, inputs: Inputs): ExportedGraph {
    const traced = this.trace(inputs);
    const { graph, refresh } = graphOf(this.#backend, traced, this.#traces.variables(), this.#precision);
    writeSavedModel(folder, graph);
    return { feeds: traced.feeds, fetches: traced.fetches, refresh };
  }

  pull(): void {
    VariableStore.of(this.#backend).download(this.#traces.variables().map(({ variable }) => variable));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#graphs.dispose();
  }

  #runGraph(inputs: Inputs): Tensors {
    const { ids, free } = idsOf(this.#backend, inputs);
    try {
      const results = Object.entries(this.#graphs.of(inputs).run(ids));
      return Object.fromEntries(
        results.map(([name, result]) => [name, this.#backend.createOutputTensor(result) as Tensor]),
      );
    } finally {
      free();
    }
  }

  #runOnNewestValues(inputs: Inputs): Tensors {
    VariableStore.of(this.#backend).download(existingVariables()); // other compiled functions may have changed them
    return this.#runEagerly(inputs);
  }

  #runEagerly(inputs: Inputs): Tensors {
    const tensors = Object.entries(inputs);
    return tidy(() =>
      runInScope(this.#function, Object.fromEntries(tensors.map(([name, input]) => [name, asTensor(input)]))),
    );
  }
}
