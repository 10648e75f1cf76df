import { type NamedWeight, namedWeights } from '@polyhead/model';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from '../optimizers/optimizer';

/** A weight of a tfjs layer. */
export interface LayerWeight extends NamedVariable {
  /**
   * Brings the weight back to where its layer wants it, such as a unit norm. Absent where the layer has no such wish.
   */
  readonly constrain?: (value: tf.Tensor) => tf.Tensor;
}

type Constrained = LayerVariable & { readonly constraint?: { apply(value: tf.Tensor): tf.Tensor } | null };

/** All weights of a model, each once, layer by layer: the order does not depend on which are trainable. */
export function allWeights(model: LayersModel): readonly LayerWeight[] {
  return uniqueWeights(model).map(toWeight);
}

/** The weights that training changes by gradients, in the order of {@link allWeights}. */
export function trainableWeights(model: LayersModel): readonly LayerWeight[] {
  const trainable = new Set(model.trainableWeights);
  return uniqueWeights(model)
    .filter(({ weight }) => trainable.has(weight))
    .map(toWeight);
}

/** A layer that is in two inner models has its weights once. */
function uniqueWeights(model: LayersModel): readonly NamedWeight[] {
  const seen = new Set<LayerVariable>();
  return namedWeights(model).filter(({ weight }) => !seen.has(weight) && seen.add(weight));
}

function toWeight({ name, weight }: NamedWeight): LayerWeight {
  const constraint = (weight as Constrained).constraint ?? undefined;
  const named = { name, variable: weight.read() as tf.Variable };
  return constraint === undefined ? named : { ...named, constrain: (value) => constraint.apply(value) };
}
