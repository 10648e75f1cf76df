import {
  accuracy,
  balancedAccuracy,
  classificationReport,
  confusionMatrix,
  cumulativeScore,
  expectedCalibrationError,
  meanAbsoluteError,
  meanError,
  r2Score,
  rocAuc,
  rootMeanSquaredError,
} from '@polyhead/metrics';
import type { ClassificationTask, RegressionTask, Task } from '@polyhead/core';
import type { ReorderedTask } from '../scores/sort-outputs';
import type { ClassificationEvaluation, RegressionEvaluation } from './evaluation';

/** All numbers of one task. */
export function evaluateTask(task: Task, column: ReorderedTask): RegressionEvaluation | ClassificationEvaluation {
  return task.type === 'regression' ? evaluateRegression(task, column) : evaluateClassification(task, column);
}

function evaluateRegression({ unit }: RegressionTask, { loss, truth, predicted }: ReorderedTask): RegressionEvaluation {
  return {
    type: 'regression',
    loss,
    unit,
    truth,
    predicted,
    meanAbsoluteError: meanAbsoluteError(truth, predicted),
    rootMeanSquaredError: rootMeanSquaredError(truth, predicted),
    meanError: meanError(truth, predicted),
    r2Score: r2Score(truth, predicted),
    cumulativeScore: cumulativeScore(truth, predicted),
  };
}

function evaluateClassification(
  task: ClassificationTask,
  { loss, outputs, ...columns }: ReorderedTask,
): ClassificationEvaluation {
  const { labels } = task;
  const [truth, predicted] = [Int32Array.from(columns.truth), Int32Array.from(columns.predicted)];
  const probabilities = probabilitiesOf(task, outputs);
  return {
    type: 'classification',
    loss,
    labels,
    truth,
    predicted,
    probabilities,
    report: classificationReport(truth, predicted, { labels }),
    confusionMatrix: confusionMatrix(truth, predicted, { labels }),
    accuracy: accuracy(truth, predicted),
    balancedAccuracy: balancedAccuracy(truth, predicted, { labels }),
    rocAuc: rocAuc(truth, probabilities, { labels }),
    expectedCalibrationError: expectedCalibrationError(truth, probabilities, { labels }),
  };
}

/** Probability of each class, [n, classes]. */
function probabilitiesOf(task: ClassificationTask, outputs: Float32Array): Float64Array {
  const rows = outputs.length / task.units;
  const probabilities = new Float64Array(rows * task.labels.length);
  for (let row = 0; row < rows; row++)
    probabilities.set(task.probabilities(outputs, row * task.units), row * task.labels.length);
  return probabilities;
}
