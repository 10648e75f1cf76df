/** Activation of an output layer. */
export type Activation = 'linear' | 'sigmoid' | 'softmax';

/** Loss functions by Keras' names in camelCase. */
export type LossName =
  | 'binaryCrossentropy'
  | 'binaryFocalCrossentropy'
  | 'categoricalCrossentropy'
  | 'categoricalFocalCrossentropy'
  | 'huber'
  | 'meanAbsoluteError'
  | 'meanSquaredError';

/** Metrics that a task can be watched by while it trains. */
export type MetricName = 'accuracy' | 'meanAbsoluteError';

/**
 * What is known about a metric without computing it, so that nobody has to guess from its name whether more is better.
 */
export interface TaskMetric<Name extends MetricName = MetricName> {
  /** Name under which the metric stands in the history. */
  readonly name: Name;
  /** True where a larger number is better. */
  readonly higherIsBetter: boolean;
}

/** What every task has in common; see {@link RegressionTask} and {@link ClassificationTask}. */
export interface TaskBase<Label, Prediction, Metric extends MetricName> {
  /** Factory that made the task; also its tag in saved files. */
  readonly kind: string;
  /** Numbers in the output of the branch, and in an encoded target. */
  readonly units: number;
  /** Activation of the last layer of the branch. */
  readonly activation: Activation;
  /** Loss between encoded target and output. */
  readonly loss: LossName;
  /** Settings of the loss. */
  readonly lossOptions: LossOptions;
  /** Factor of this task's loss in the total loss. */
  readonly lossWeight: number;
  /** The metric that tells how well the task is done. */
  readonly metric: TaskMetric<Metric>;
  /**
   * The label as one number: itself for a regression, the index of the class for a classification. Throws on a label
   * that the task does not know.
   */
  value(label: Label): number;
  /** Writes the target of a label's {@link TaskBase.value} as `units` numbers at `offset`. */
  encode(value: number, target: Float32Array, offset: number): void;
  /**
   * The output at `offset` as one number, comparable with {@link TaskBase.value}: the predicted quantity or the most
   * probable class' index.
   */
  decodeValue(output: ArrayLike<number>, offset: number): number;
  /** The output at `offset` as what a user reads: a number, or a label with its probabilities. */
  decode(output: ArrayLike<number>, offset: number): Prediction;
  /** Everything needed to make the task again with {@link taskFromSpec}, as plain JSON. */
  toJSON(): TaskSpec;
}

/** Settings of a loss; each is ignored by losses that have no such thing. */
export interface LossOptions {
  /** Share of a hard target that is spread over all classes, 0 to 1. Default 0. */
  readonly labelSmoothing?: number;
  /** Focusing exponent of the focal losses. Default 2. */
  readonly gamma?: number;
  /** Point where the Huber loss turns from square to straight, in target units. Default 1. */
  readonly delta?: number;
}

/** A task whose label is a number, such as an age in years. */
export interface RegressionTask extends TaskBase<number, number, 'meanAbsoluteError'> {
  readonly type: 'regression';
  /** Unit of the label for tables and figures, such as `years`. Default ''. */
  readonly unit: string;
}

/** What a classification predicts for one image. */
export interface ClassPrediction<Label extends string> {
  /** Most probable label. */
  readonly label: Label;
  /** Probability of that label, 0 to 1. */
  readonly probability: number;
  /** Probability of each label; they add up to 1. */
  readonly probabilities: Readonly<Record<Label, number>>;
}

/** A task whose label is one of a few names. */
export interface ClassificationTask<Label extends string = string> extends TaskBase<
  Label,
  ClassPrediction<Label>,
  'accuracy'
> {
  readonly type: 'classification';
  /** The names, in the order of their class indices. */
  readonly labels: readonly Label[];
  /** Probability of each class, in the order of `labels`, for the output at `offset`; they add up to 1. */
  probabilities(output: ArrayLike<number>, offset: number): number[];
}

/** Any task. */
export type Task = RegressionTask | ClassificationTask;

/** A task as plain JSON: `kind` names its factory, the rest are that factory's arguments. */
export interface TaskSpec {
  /** Factory of the task. */
  readonly kind: string;
  /** Its arguments. */
  readonly [option: string]: unknown;
}
