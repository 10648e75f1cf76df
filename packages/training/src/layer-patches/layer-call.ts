import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { StepScalars } from '../optimizers/optimizer';

/** Any tfjs layer. */
export type Layer = layers.Layer;

/** What the layers of a network in training share. */
export interface LayerContext {
  /** Seed of the run's noise. */
  readonly seed: number;
  /** The step that is being done. */
  readonly clock: () => StepScalars;
}

/** What a layer makes of its input. */
export type LayerForward = (x: Tensor) => Tensor;

/** The calls of a layer that are replaced, by mode; where one is missing the layer does what it always did. */
export interface LayerCalls {
  readonly training?: LayerForward;
  readonly inference?: LayerForward;
}
