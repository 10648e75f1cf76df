import type { ClassificationReport, ConfusionMatrix } from '@polyhead/metrics';
import type { ClassificationTask, SkippedImage, Task, TaskMap, TaskName } from '@polyhead/core';

/** Which images were evaluated. Row i of every column is the same image, in the order of the records. */
export interface EvaluatedImages {
  /** How many were evaluated. */
  readonly size: number;
  /** Position of each image's record, ascending. */
  readonly indices: Uint32Array;
  /** File of each image. Absent where the source has no files. */
  readonly files?: readonly string[];
  /** Images that could not be read, and are in no number. */
  readonly skipped: readonly SkippedImage[];
}

/** How well a quantity is predicted. */
export interface RegressionEvaluation {
  /** What kind of task it is. */
  readonly type: 'regression';
  /** Loss before the task's weight. */
  readonly loss: number;
  /** Unit of the numbers. */
  readonly unit: string;
  /** True value of each image. */
  readonly truth: Float64Array;
  /** Predicted value of each image. */
  readonly predicted: Float64Array;
  /** Mean of |error|, in the task's unit. */
  readonly meanAbsoluteError: number;
  /** Root of the mean squared error, in the task's unit. */
  readonly rootMeanSquaredError: number;
  /** Mean of predicted - true, in the task's unit. */
  readonly meanError: number;
  /** Coefficient of determination; NaN for one image. */
  readonly r2Score: number;
  /** Share of images whose |error| is at most 5 units. */
  readonly cumulativeScore: number;
}

/** How well classes are told apart. */
export interface ClassificationEvaluation<Label extends string = string> {
  /** What kind of task it is. */
  readonly type: 'classification';
  /** Loss before the task's weight. */
  readonly loss: number;
  /** Names of the classes. */
  readonly labels: readonly Label[];
  /** True class of each image, as an index into `labels`. */
  readonly truth: Int32Array;
  /** Predicted class of each image. */
  readonly predicted: Int32Array;
  /** Probability of each class, [n, classes] row by row; rows add up to 1. */
  readonly probabilities: Float64Array;
  /** Precision, recall, F1 and support of every class: `toString()` is scikit-learn's table. */
  readonly report: ClassificationReport<Label>;
  /** How often each class was taken for each. */
  readonly confusionMatrix: ConfusionMatrix<Label>;
  /** Share of right answers. */
  readonly accuracy: number;
  /** Mean of the classes' recalls. */
  readonly balancedAccuracy: number;
  /** Area under the ROC curve, each class against the others; NaN where a class has no image. */
  readonly rocAuc: number;
  /** Mean gap between probability and share of right answers, over 15 bins. */
  readonly expectedCalibrationError: number;
}

/** How well one task is done. */
export type TaskEvaluation<T extends Task = Task> =
  T extends ClassificationTask<infer Label> ? ClassificationEvaluation<Label> : RegressionEvaluation;

/**
 * What {@link evaluate} gives, besides one entry for each task under its name. (A type, as an interface would not fit
 * into a record with any names.)
 */
export type EvaluationSummary = {
  /** Weighted sum of the tasks' losses. */
  readonly loss: number;
  /** Which images were evaluated. */
  readonly images: EvaluatedImages;
};

/**
 * How well a network does on a split: `result.loss`, `result.images` and one entry for each task, such as
 * `result.race.report`.
 */
export type Evaluation<Tasks extends TaskMap = TaskMap> = EvaluationSummary & {
  // Where nobody knows the tasks by name, `loss` and `images` are among the names.
  readonly [Name in TaskName<Tasks>]: string extends Name
    ? number | EvaluatedImages | TaskEvaluation
    : TaskEvaluation<Tasks[Name]>;
};
