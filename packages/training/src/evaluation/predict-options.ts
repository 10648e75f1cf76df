/** Options of {@link evaluate} and {@link predict}. */
export interface PredictOptions {
  /**
   * Whether each image is also predicted mirrored, and the two outputs averaged: slower by half, often a little
   * better. Default false.
   */
  readonly flip?: boolean;
  /** Whether an engine may compile the prediction; false is the reference. Default true. */
  readonly compile?: boolean;
}
