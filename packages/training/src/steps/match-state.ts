import { assertArray, invalidArgument } from '@polyhead/core';
import type { NamedVariable } from '../optimizers/optimizer';
import type { NamedArray, TrainState } from './train-state';

const hint =
  'The state was saved from another network or optimizer, or while other layers were trainable: set "trainable" of the layers as it was then.';

/**
 * The arrays of a state in the order of the variables they belong to, matched by name. If tfjs numbered the layers
 * otherwise (`dense_Dense1` then, `dense_Dense4` now), the weights are matched by their order, and the optimizer's
 * slots through them.
 *
 * Throws if an array is missing, has no variable or has another shape.
 */
export function matchState(
  weights: readonly NamedVariable[],
  slots: readonly NamedVariable[],
  state: TrainState,
): TrainState {
  const matched = matchWeights(weights, state.weights);
  const renamed = new Map(matched.map(({ name }, index) => [name, (weights[index] as NamedVariable).name]));
  const { optimizer } = state;
  checkList(optimizer, 'optimizer slots');
  const arrays = hasSameNames(slots, optimizer) ? optimizer : optimizer.map((array) => renameSlot(array, renamed));
  return { weights: matched, optimizer: matchByName(slots, arrays, 'optimizer slots') };
}

/** The same for weights alone. */
export function matchWeights(weights: readonly NamedVariable[], arrays: readonly NamedArray[]): readonly NamedArray[] {
  checkList(arrays, 'weights');
  if (hasSameNames(weights, arrays) || !hasSameOrder(weights, arrays)) return matchByName(weights, arrays, 'weights');
  checkShapes(weights, arrays, 'weights');
  return arrays;
}

function matchByName(
  variables: readonly NamedVariable[],
  arrays: readonly NamedArray[],
  what: string,
): readonly NamedArray[] {
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const missing = variables.filter(({ name }) => !byName.has(name));
  const names = new Set(variables.map(({ name }) => name));
  const unknown = arrays.filter(({ name }) => !names.has(name));
  if (missing.length + unknown.length > 0 || arrays.length !== variables.length)
    throw invalidArgument(
      'writeState',
      `expected ${variables.length} arrays of ${what}`,
      `${arrays.length}${listed('missing', missing)}${listed('unknown', unknown)}`,
      hint,
    );
  const matched = variables.map(({ name }) => byName.get(name) as NamedArray);
  checkShapes(variables, matched, what);
  return matched;
}

function checkShapes(variables: readonly NamedVariable[], arrays: readonly NamedArray[], what: string): void {
  variables.forEach(({ name, variable }, index) => {
    const array = arrays[index] as NamedArray;
    if (variable.shape.join() !== array.shape.join() || array.values.length !== variable.size)
      throw invalidArgument(
        'writeState',
        `expected ${what} "${name}" of shape [${variable.shape.join(', ')}]`,
        `"${array.name}" of shape [${array.shape.join(', ')}]`,
        hint,
      );
  });
}

function checkList(arrays: readonly NamedArray[], what: string): void {
  assertArray('writeState', arrays, {
    what: `arrays of ${what}`,
    requiredKeys: ['name', 'shape', 'values'],
    example: 'what readTrainState returned',
  });
}

function hasSameNames(variables: readonly NamedVariable[], arrays: readonly NamedArray[]): boolean {
  const names = new Set(arrays.map(({ name }) => name));
  return names.size === variables.length && variables.every(({ name }) => names.has(name));
}

/** True if the names differ in nothing but the numbers that tfjs gives to layers without a name. */
function hasSameOrder(variables: readonly NamedVariable[], arrays: readonly NamedArray[]): boolean {
  return (
    variables.length === arrays.length &&
    variables.every(({ name }, index) => withoutNumbers(name) === withoutNumbers((arrays[index] as NamedArray).name))
  );
}

function withoutNumbers(name: string): string {
  return name.replaceAll(/_?\d+(?=\/|$)/g, '');
}

/** `first/dense_Dense1/kernel` becomes `first/dense_Dense4/kernel` if that is the name of the weight now. */
function renameSlot(array: NamedArray, renamed: ReadonlyMap<string, string>): NamedArray {
  const [slot = '', ...weight] = array.name.split('/');
  const name = renamed.get(weight.join('/'));
  return name === undefined ? array : { ...array, name: `${slot}/${name}` };
}

function listed(what: string, arrays: readonly { readonly name: string }[]): string {
  const most = 3;
  const names = arrays.slice(0, most).map(({ name }) => `"${name}"`);
  const rest = arrays.length > most ? ` and ${arrays.length - most} more` : '';
  return arrays.length === 0 ? '' : `, ${what}: ${names.join(', ')}${rest}`;
}
