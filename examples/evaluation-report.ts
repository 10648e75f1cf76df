// What a report tells of a saved model on a folder of labeled images, and the same in a few lines for the terminal.
import {
  binAges,
  type ClassificationResult,
  type ClassPrediction,
  type RegressionResult,
  type ReportInput,
  type Task,
  type TaskMap,
} from 'polyhead';
import type { Label, LabeledFolder } from './labeled-images';
import type { GalleryItem } from './predictions-csv';

type LabeledRecord = Readonly<Record<string, Label | undefined>>;

/**
 * The tasks that images can have labels for, over the images that have them all and could be read; undefined where
 * there is none.
 */
export function evaluationInput(
  tasks: TaskMap,
  { labeled, rejected }: LabeledFolder,
  images: readonly GalleryItem[],
): ReportInput<LabeledRecord> | undefined {
  const complete = images.filter(({ unlabeled }) => unlabeled === undefined && labeled.length > 0);
  const rows = complete.flatMap(({ labels, file, prediction }, index) =>
    prediction === undefined ? [] : [{ index, file, labels, prediction }],
  );
  if (rows.length === 0) return undefined;
  const result = Object.fromEntries(
    labeled.map((name) => [
      name,
      columnsOf(
        tasks[name]!,
        rows.map(({ labels }) => labels[name]!),
        rows.map(({ prediction }) => prediction[name]!),
      ),
    ]),
  );
  return {
    records: complete.map(({ file, labels }) => ({ file, ...labels })),
    rejected: [
      ...rejected,
      ...images.flatMap(({ file, unlabeled }) =>
        unlabeled === undefined ? [] : [{ file, kind: 'no label', reason: unlabeled }],
      ),
    ],
    result: {
      ...result,
      images: {
        indices: rows.map(({ index }) => index),
        files: rows.map(({ file }) => file),
        skipped: complete.filter(({ prediction }) => prediction === undefined),
      },
    },
    groups: moreGroups(tasks, labeled, [...new Set(complete.flatMap(({ labels }) => Object.keys(labels)))]),
    modelCard: {
      trainingData: 'The model was evaluated here, not trained. Its own README.md tells what it learned from.',
    },
  };
}

/**
 * A report breaks results down by the labels of its tasks. Where images have others too, all have to be named, and
 * bands are known for ages alone.
 */
function moreGroups(
  tasks: TaskMap,
  labeled: readonly string[],
  names: readonly string[],
): ReportInput<LabeledRecord>['groups'] {
  if (names.every((name) => labeled.includes(name))) return undefined;
  const groupOf = (name: string) => (record: LabeledRecord) =>
    typeof record[name] === 'number' ? binAges(record[name]) : record[name];
  return Object.fromEntries(
    names
      .filter((name) => name === 'age' || !labeled.includes(name) || tasks[name]?.type === 'classification')
      .map((name) => [name, groupOf(name)]),
  );
}

function columnsOf(
  task: Task,
  truth: readonly Label[],
  predictions: readonly (number | ClassPrediction<string>)[],
): RegressionResult | ClassificationResult {
  if (task.type === 'regression')
    return { type: 'regression', unit: task.unit, truth: truth.map(Number), predicted: predictions.map(Number) };
  const classes = predictions as readonly ClassPrediction<string>[];
  const place = (label: Label): number => task.labels.indexOf(String(label));
  return {
    type: 'classification',
    labels: task.labels,
    truth: truth.map(place),
    predicted: classes.map(({ label }) => place(label)),
    probabilities: classes.flatMap(({ probabilities }) => task.labels.map((label) => probabilities[label]!)),
  };
}

/** JSON has null where a number cannot be told, as the F1 score of classes that no image shows. */
type Score = number | null;

interface Interval {
  value: Score;
  low: Score;
  high: Score;
}

interface GroupNumbers {
  group: string;
  count: number;
  value: Score;
}

/** The part of `report.json` that the terminal shows. */
export interface EvaluationReport {
  data: { records: number; skipped: number; rejected: { count: number } };
  tasks: (
    | { type: 'regression'; name: string; unit: string; meanAbsoluteError: Interval; r2Score: Score }
    | {
        type: 'classification';
        name: string;
        accuracy: Interval;
        report: { macroAverage: { f1Score: Score } };
        scores: { expectedCalibrationError: Score };
      }
  )[];
  groups: { task: string; dimensions: { by: string; worst?: GroupNumbers; difference: number | null }[] }[];
}

export function evaluationSummary({ data, tasks, groups }: EvaluationReport): string[] {
  const counts = `Evaluated ${data.records - data.skipped} of ${data.records} images with labels; ${data.skipped} of them cannot be read, ${data.rejected.count} files were rejected (no labels, or no images).`;
  const worst = (task: string, show: (value: Score) => string): string[] =>
    groups
      .filter((group) => group.task === task)
      .flatMap(({ dimensions }) =>
        dimensions.flatMap(({ by, worst, difference }) =>
          worst === undefined || !difference
            ? []
            : [`  worst by ${by}: ${worst.group} ${show(worst.value)} (${worst.count} images)`],
        ),
      );
  const lines = tasks.flatMap((task) => {
    if (task.type === 'regression') {
      const { value, low, high } = task.meanAbsoluteError;
      return [
        `${task.name}: mean absolute error ${fixed(value, 2)} ${task.unit}${between(low, high, (end) => fixed(end, 2))}, R2 ${fixed(task.r2Score, 3)}`,
        ...worst(task.name, (error) => fixed(error, 2)),
      ];
    }
    const { value, low, high } = task.accuracy;
    const { f1Score } = task.report.macroAverage;
    return [
      `${task.name}: accuracy ${percent(value)}${between(low, high, percent)}, macro F1 ${fixed(f1Score, 3)}, calibration error ${fixed(task.scores.expectedCalibrationError, 3)}`,
      ...worst(task.name, percent),
    ];
  });
  return [counts, ...lines];
}

/** An interval in brackets; nothing where there are too few images for one. */
function between(low: Score, high: Score, show: (end: Score) => string): string {
  return low === null || high === null ? '' : ` (${show(low)} to ${show(high)})`;
}

function percent(share: Score): string {
  return share === null ? 'unknown' : `${fixed(100 * share, 1)}%`;
}

function fixed(score: Score, digits: number): string {
  return score === null ? 'unknown' : score.toFixed(digits);
}
