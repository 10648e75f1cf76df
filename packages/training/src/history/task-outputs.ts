/** Everything that was put out for one task over a split, image by image. */
export interface TaskOutputs {
  /** True values: a quantity, or a class index. */
  readonly truth: number[];
  /** Predicted values of the same kind. */
  readonly predicted: number[];
  /** The outputs themselves, [n, units], a piece for each batch. Empty unless asked for. */
  readonly outputs: Float32Array[];
  /** Sum of the losses. */
  lossSum: number;
}

/** A collection as plain JSON, without the outputs. */
export interface OutputAccumulatorState {
  /** Positions of the records. */
  readonly indices: readonly number[];
  /** What came for each task. */
  readonly tasks: { readonly [name: string]: Readonly<Omit<TaskOutputs, 'outputs'>> };
}
