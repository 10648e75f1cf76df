import type { ImageShape, ImagePreprocessing, TaskMap } from '@polyhead/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { summarize } from './summarize';

/** A model with one image as input and one output for every task. */
export interface Network<Tasks extends TaskMap = TaskMap> {
  /**
   * The tfjs model. Input: pixels / 255, [n, height, width, channels]. Outputs: one for each task in the order of its
   * keys, [n, units],
   * from an `Activation` layer named `<task>_output`.
   */
  readonly model: LayersModel;
  /** What each output means. */
  readonly tasks: Tasks;
  /** Shape of the images that go in. */
  readonly imageShape: ImageShape;
  /**
   * How the images that it was trained on were made of files: `train` notes it, `saveModel` keeps it, predictors
   * follow it. Absent where nobody knows.
   */
  preprocessing?: ImagePreprocessing;
  /** The layers as a table, as Keras 3 prints it. */
  summary(): string;
  /** Frees the weights. Nothing happens when called again. */
  dispose(): void;
}

/** Puts a model and its tasks together; the caller has checked that they fit. */
export function createNetwork<Tasks extends TaskMap>(
  model: LayersModel,
  tasks: Tasks,
  imageShape: ImageShape,
  preprocessing?: ImagePreprocessing,
): Network<Tasks> {
  let disposed = false;
  return {
    model,
    tasks,
    imageShape,
    ...(preprocessing && { preprocessing }),
    summary: () => summarize(model),
    dispose: () => {
      if (!disposed) model.dispose();
      disposed = true;
    },
  };
}
