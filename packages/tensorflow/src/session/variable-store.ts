import { type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend, NativeTensor } from '../graph/binding';
import { idOf, ownTensor } from '../tracing/variables';

/** Values of variables inside one loaded graph. */
export interface GraphValues {
  /** Returns the values of variables as native tensors; the caller frees them. */
  read(variables: readonly Variable[]): readonly NativeTensor[];
  /** Sets the values of variables, given by native id. */
  write(variables: readonly Variable[], ids: readonly number[]): void;
}

/** Where the newest value of a variable is. */
type State = 'host' | 'graph' | 'both';

interface Entry {
  state: State;
  /** The graphs that hold the newest value; empty in the state `host`. */
  readonly graphs: Set<GraphValues>;
  /** The `dataId` of the tf.Variable when the state was last set; another one means that the user assigned a value. */
  dataId: object;
}

/**
 * Keeps track of where the newest value of each tf.Variable is: in the tf.Variable itself (the host), or in the graphs
 * that compiled functions have loaded. Values move only when they are needed, and nothing is copied: TensorFlow shares
 * the memory until one of the owners writes.
 *
 * A variable is in one of three states:
 *
 * | state   | the newest value is in                              |
 * | ------- | --------------------------------------------------- |
 * | `host`  | the tf.Variable alone; the initial state            |
 * | `graph` | one or more graphs; the tf.Variable is outdated     |
 * | `both`  | the tf.Variable and one or more graphs              |
 *
 * Transitions, by the state before:
 *
 * | event                                      | from `host` | from `graph`   | from `both`     |
 * | ------------------------------------------ | ----------- | -------------- | --------------- |
 * | the user assigns to the tf.Variable        | `host`      | `host`         | `host`          |
 * | {@link upload} to a graph                  | `both`      | `graph`, added | `both`, added   |
 * | {@link markModified} by a graph            | `graph`     | `graph`, alone | `graph`, alone  |
 * | {@link download}                           | `host`      | `both`         | `both`          |
 * | {@link release} of the last graph          | `host`      | `host`         | `host`          |
 * | {@link release} while other graphs have it | `host`      | `graph`        | `both`          |
 *
 * All compiled functions of a backend use one store, so that they can share variables.
 */
export class VariableStore {
  static readonly #stores = new WeakMap<NativeBackend, VariableStore>();
  readonly #backend: NativeBackend;
  readonly #entries = new WeakMap<Variable, Entry>();

  private constructor(backend: NativeBackend) {
    this.#backend = backend;
  }

  /** Returns the store of a backend. */
  static of(backend: NativeBackend): VariableStore {
    const store = this.#stores.get(backend) ?? new VariableStore(backend);
    this.#stores.set(backend, store);
    return store;
  }

  /** Brings the newest values of variables to a graph, and returns true if it lacked any of them. */
  upload(graph: GraphValues, variables: readonly Variable[]): boolean {
    const missing = variables.filter((variable) => !this.#entryOf(variable).graphs.has(graph));
    const onHost = missing.filter((variable) => this.#entryOf(variable).state !== 'graph');
    if (onHost.length > 0)
      graph.write(
        onHost,
        onHost.map((variable) => idOf(this.#backend, variable)),
      );
    for (const [source, wanted] of this.#groupBySource(missing)) {
      const values = source.read(wanted);
      try {
        graph.write(
          wanted,
          values.map(({ id }) => id),
        );
      } finally {
        values.forEach(({ id }) => this.#backend.binding.deleteTensor(id));
      }
    }
    for (const entry of missing.map((variable) => this.#entryOf(variable))) {
      entry.graphs.add(graph);
      if (entry.state === 'host') entry.state = 'both';
    }
    return missing.length > 0;
  }

  /** Records that a graph has changed variables: every other value is outdated. */
  markModified(graph: GraphValues, variables: readonly Variable[]): void {
    for (const variable of variables) {
      const entry = this.#entryOf(variable);
      // Another tensor may share the data of the variable. A new id lets the store notice if the user assigns that
      // tensor.
      if (entry.state !== 'graph') tidy(() => variable.assign(ownTensor(this.#backend, variable)));
      entry.graphs.clear();
      entry.graphs.add(graph);
      Object.assign(entry, { state: 'graph', dataId: variable.dataId });
    }
  }

  /** Brings the newest values of variables into the tf.Variables. */
  download(variables: readonly Variable[]): void {
    for (const [source, wanted] of this.#groupBySource(variables.filter(({ isDisposed }) => !isDisposed))) {
      source.read(wanted).forEach((value, index) => {
        const [variable, tensor] = [wanted[index] as Variable, this.#backend.createOutputTensor(value) as Tensor];
        const entry = this.#entryOf(variable);
        variable.assign(tensor);
        tensor.dispose();
        Object.assign(entry, { state: 'both', dataId: variable.dataId });
      });
    }
  }

  /** Forgets a graph before it is freed; values that only this graph has go to the tf.Variables. */
  release(graph: GraphValues, variables: readonly Variable[]): void {
    const living = variables.filter(({ isDisposed }) => !isDisposed);
    this.download(
      living.filter((variable) => {
        const { graphs } = this.#entryOf(variable);
        return graphs.size === 1 && graphs.has(graph);
      }),
    );
    for (const entry of living.map((variable) => this.#entryOf(variable))) {
      entry.graphs.delete(graph);
      if (entry.graphs.size === 0) entry.state = 'host';
    }
  }

  #entryOf(variable: Variable): Entry {
    const { dataId } = variable;
    const entry: Entry = this.#entries.get(variable) ?? { state: 'host', graphs: new Set(), dataId };
    this.#entries.set(variable, entry);
    if (dataId === entry.dataId) return entry;
    entry.graphs.clear(); // the user assigned a new value
    return Object.assign(entry, { state: 'host', dataId });
  }

  /** Groups the variables in the state `graph` by a graph that holds their newest value. */
  #groupBySource(variables: readonly Variable[]): Map<GraphValues, Variable[]> {
    const groups = new Map<GraphValues, Variable[]>();
    for (const variable of variables) {
      const { state, graphs } = this.#entryOf(variable);
      const [source] = graphs;
      if (state === 'graph' && source !== undefined) groups.set(source, [...(groups.get(source) ?? []), variable]);
    }
    return groups;
  }
}
