import { clone, engine, keep, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { existingVariables } from './variables';

/** The values that all variables had at one moment. */
export interface Snapshot {
  /** Gives every variable the value it had, or was born with when it was made since, and frees the copies. */
  restore(): void;
}

/**
 * Remembers all variables, and from now until `restore` those that are made. Copies nothing: values are shared until a
 * variable changes.
 */
export function takeSnapshot(): Snapshot {
  const values = new Map<Variable, Tensor>();
  const remember = (variable: Variable): void => void values.set(variable, keep(clone(variable)));
  existingVariables().forEach(remember);
  const tfjs = engine();
  const own = Object.hasOwn(tfjs, 'makeVariable');
  const makeVariable = tfjs.makeVariable;
  tfjs.makeVariable = (...words) => {
    const variable = makeVariable.apply(tfjs, words);
    remember(variable);
    return variable;
  };
  return {
    restore: () => {
      if (own) tfjs.makeVariable = makeVariable;
      else Reflect.deleteProperty(tfjs, 'makeVariable');
      for (const [variable, value] of values) {
        if (!variable.isDisposed && variable.dataId !== value.dataId) variable.assign(value);
        value.dispose();
      }
    },
  };
}
