import type { NamedArray, TrainState } from '../steps/train-state';
import { isAverage } from '../optimizers/with-ema';

/**
 * A saved state for an optimizer of the same kind that remembers other things, as it has momentum or averages now and
 * had none, or the other way round. What it does not remember any more is dropped. What is new begins as in a new run,
 * averages at the saved weights. `fresh` is the state of the new step.
 */
export function fitState(saved: TrainState, fresh: TrainState): TrainState {
  const [then, now] = [bySlot(saved.optimizer), bySlot(fresh.optimizer)];
  if ([...then.keys()].join() === [...now.keys()].join()) return saved;
  const weightOf = ({ name }: NamedArray): NamedArray | undefined =>
    saved.weights[fresh.weights.findIndex((weight) => name.endsWith(`/${weight.name}`))];
  const begin = (array: NamedArray): NamedArray =>
    isAverage(array) ? { ...array, values: weightOf(array)?.values ?? array.values } : array;
  return { ...saved, optimizer: [...now].flatMap(([slot, arrays]) => then.get(slot) ?? arrays.map(begin)) };
}

/** Arrays of one slot, such as the first moments of all weights, have names that begin with it. */
function bySlot(arrays: readonly NamedArray[]): ReadonlyMap<string, readonly NamedArray[]> {
  const slots = new Map<string, NamedArray[]>();
  for (const array of arrays) {
    const slot = array.name.split('/', 1)[0] ?? '';
    slots.set(slot, [...(slots.get(slot) ?? []), array]);
  }
  return slots;
}
