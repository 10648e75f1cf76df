import type { LayersModel } from '@tensorflow/tfjs-layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from '../optimizers/optimizer';

/** A weight of a tfjs layer. */
export interface LayerWeight extends NamedVariable {
  /**
   * Brings the weight back to where its layer wants it, such as a unit norm. Absent where the layer has no such wish.
   */
  readonly constrain?: (value: tf.Tensor) => tf.Tensor;
}

interface LayerVariable {
  readonly originalName: string;
  readonly constraint?: { apply(value: tf.Tensor): tf.Tensor } | null;
  read(): tf.Tensor;
}

/** All weights of a model, in the order of `model.weights`. */
export function allWeights(model: LayersModel): readonly LayerWeight[] {
  return model.weights.map(toWeight);
}

/** The weights that training changes by gradients, in the order of `model.trainableWeights`. */
export function trainableWeights(model: LayersModel): readonly LayerWeight[] {
  return model.trainableWeights.map(toWeight);
}

function toWeight(weight: unknown): LayerWeight {
  const layerVariable = weight as LayerVariable;
  const constraint = layerVariable.constraint ?? undefined;
  const named = { name: layerVariable.originalName, variable: layerVariable.read() as tf.Variable };
  return constraint === undefined ? named : { ...named, constrain: (value) => constraint.apply(value) };
}
