import { type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend, NativeTensor } from '../graph/binding';
import { idOf, ownTensor } from '../tracing/variables';

/** A loaded graph that keeps values of variables. */
export interface GraphStore {
  /** The values now, in TensorFlow's hands; the caller frees them. */
  read(variables: readonly Variable[]): readonly NativeTensor[];
  /** Takes values over, given by native id. */
  write(variables: readonly Variable[], ids: readonly number[]): void;
}

/** Who has the newest value of a variable: the variable itself, graphs, or several of them. */
interface Place {
  readonly holders: Set<GraphStore>;
  inVariable: boolean;
  /** What tells a variable's value from its next one. */
  seen: object;
}

// One book for all compiled functions of the program, so that they can share variables.
const places = new WeakMap<Variable, Place>();

function residencyOf(variable: Variable): Place {
  const place = places.get(variable) ?? { holders: new Set(), inVariable: true, seen: variable.dataId };
  places.set(variable, place);
  if (variable.dataId === place.seen) return place;
  place.holders.clear(); // the user assigned a new value
  return Object.assign(place, { inVariable: true, seen: variable.dataId });
}

/**
 * Brings the newest values of some variables to a graph, from wherever they are; tells whether it lacked any. Nothing
 * is copied: TensorFlow shares the memory until one of the owners writes.
 */
export function upload(holder: GraphStore, variables: readonly Variable[], backend: NativeBackend): boolean {
  const missing = variables.filter((variable) => !residencyOf(variable).holders.has(holder));
  const ready = missing.filter((variable) => residencyOf(variable).inVariable);
  if (ready.length > 0)
    holder.write(
      ready,
      ready.map((variable) => idOf(backend, variable)),
    );
  for (const [source, wanted] of groupByStore(missing.filter((variable) => !residencyOf(variable).inVariable))) {
    const values = source.read(wanted);
    try {
      holder.write(
        wanted,
        values.map(({ id }) => id),
      );
    } finally {
      values.forEach(({ id }) => backend.binding.deleteTensor(id));
    }
  }
  missing.forEach((variable) => residencyOf(variable).holders.add(holder));
  return missing.length > 0;
}

/** Notes that a graph has changed variables: the values elsewhere are old now. */
export function markModified(holder: GraphStore, variables: readonly Variable[], backend: NativeBackend): void {
  for (const variable of variables) {
    const place = residencyOf(variable);
    // somebody may share its data and assign that again: a new value then
    if (place.inVariable) tidy(() => variable.assign(ownTensor(backend, variable)));
    place.holders.clear();
    place.holders.add(holder);
    Object.assign(place, { inVariable: false, seen: variable.dataId });
  }
}

/** Brings the newest values of some variables into the tf.Variables themselves. */
export function download(variables: readonly Variable[], backend: NativeBackend): void {
  const old = variables.filter((variable) => !variable.isDisposed && !residencyOf(variable).inVariable);
  for (const [source, wanted] of groupByStore(old)) {
    source.read(wanted).forEach((value, index) => {
      const [variable, tensor] = [wanted[index] as Variable, backend.createOutputTensor(value) as Tensor];
      const place = residencyOf(variable);
      variable.assign(tensor);
      tensor.dispose();
      Object.assign(place, { inVariable: true, seen: variable.dataId });
    });
  }
}

/** Forgets a graph that is about to go; what only it knew goes back to the variables. */
export function release(holder: GraphStore, variables: readonly Variable[], backend: NativeBackend): void {
  const living = variables.filter((variable) => !variable.isDisposed);
  download(
    living.filter((variable) => residencyOf(variable).holders.size === 1 && residencyOf(variable).holders.has(holder)),
    backend,
  );
  living.forEach((variable) => residencyOf(variable).holders.delete(holder));
}

function groupByStore(variables: readonly Variable[]): Map<GraphStore, Variable[]> {
  const groups = new Map<GraphStore, Variable[]>();
  for (const variable of variables) {
    const [source] = residencyOf(variable).holders;
    if (source !== undefined) groups.set(source, [...(groups.get(source) ?? []), variable]);
  }
  return groups;
}
