import type { ClassificationAnalysis } from '../analysis/analyze-classification';
import { drawConfusion } from '../charts/confusion-heat-map';
import { formatNumber } from '../analysis/format-number';
import { precisionRecallPlot } from '../charts/precision-recall-plot';
import { reliabilityDiagram } from '../charts/reliability-diagram';
import { rocPlot } from '../charts/roc-plot';
import { capitalize } from '../analysis/score-name';
import type { Block, Figure, Section, Table } from '../html/block';
import { intervalText } from './score-text';
import { pluralize, percent } from './format-text';

/** Rows of all tables behind the curves of a page; the tasks share them. */
const maxCurveRows = 4000;
/** Classes of all reports by class of a page, as far as they are longer than {@link foldedClasses}. */
const maxReportClasses = 2000;
/** Longer reports by class are folded. */
const foldedClasses = 40;

/** One classification: report, confusion matrix, curves, calibration. */
export function classificationSection(task: ClassificationAnalysis, id: string, tasks: number): Section {
  const { name, labels, confusion, confusedPairs, scores, shown } = task;
  const mostRows = Math.floor(maxCurveRows / tasks);
  const figures: Figure[] = [
    {
      title: 'Confusion matrix',
      spec: drawConfusion({ labels: shown?.labels ?? labels, counts: confusion, totals: shown?.totals }),
      table: confusionTable(task),
      wide: confusion.length > 8,
    },
  ];
  if (scores !== undefined)
    figures.push({
      title: 'Reliability: how sure, how often right',
      spec: reliabilityDiagram(scores.reliability, { series: task.series }),
    });
  if (scores !== undefined && scores.curves.length > 0) {
    const curves = scores.curves.length === 2 && labels.length === 2 ? scores.curves.slice(1) : scores.curves;
    figures.push({
      title: 'ROC curves',
      spec: rocPlot(
        curves.map((curve) => ({ ...curve, area: curve.rocAuc })),
        { labels },
      ),
      mostRows,
    });
    figures.push({
      title: 'Precision-recall curves',
      spec: precisionRecallPlot(
        curves.map((curve) => ({ ...curve, area: curve.averagePrecision })),
        { labels },
      ),
      mostRows,
    });
  }
  const isShort = labels.length <= Math.max(foldedClasses, maxReportClasses / tasks);
  const blocks: Block[] = [
    { kind: 'tiles', tiles: tiles(task) },
    { kind: 'heading', text: 'Report by class' },
    ...(shown === undefined ? [] : [{ kind: 'text', text: leftOutText(task, isShort) } as const]),
    {
      kind: 'table',
      table: reportTable(task, isShort ? labels : (shown?.labels ?? labels)),
      folded: isShort && labels.length > foldedClasses,
    },
    ...(confusedPairs.length === 0 ? [] : [{ kind: 'table', table: confusedTable(confusedPairs) } as const]),
    ...(isShort
      ? [{ kind: 'pre', label: `The report of ${name} as scikit-learn prints it`, text: task.reportText } as const]
      : []),
    { kind: 'heading', text: 'Figures' },
    { kind: 'figures', figures },
  ];
  return { id, title: `Task: ${name}`, blocks };
}

/** What the figures of a task of many classes leave out. */
function leftOutText({ labels, shown, scores }: ClassificationAnalysis, isShort: boolean): string {
  const count = formatNumber(labels.length);
  const curves =
    scores === undefined ? '' : ` The curves are those of the ${scores.curves.length} classes with the most mistakes.`;
  const averaged =
    scores?.averaged === undefined
      ? ''
      : ` ROC AUC and average precision are means over ${formatNumber(scores.averaged)} classes: those with the most mistakes and the most frequent ones.`;
  return `Of ${count} classes, ${isShort ? 'the confusion matrix shows' : 'this table and the confusion matrix show'} the ${shown?.labels.length ?? count} with the most mistakes, in percent of all images of the class.${curves}${averaged}`;
}

function tiles({
  accuracy,
  baseline,
  balancedAccuracy,
  report,
  scores,
}: ClassificationAnalysis): { label: string; value: string; detail?: string }[] {
  return [
    {
      label: 'Accuracy',
      value: percent(accuracy.value),
      detail: `${intervalText(accuracy, percent)}; always “${baseline.label}” would reach ${percent(baseline.accuracy)}`,
    },
    { label: 'Balanced accuracy', value: percent(balancedAccuracy), detail: 'mean over the classes' },
    { label: 'F1, macro average', value: formatNumber(report.macroAverage.f1Score) },
    ...(scores === undefined
      ? []
      : [
          {
            label: 'ROC AUC, macro average',
            value: formatNumber(scores.rocAuc),
            detail: `1 is perfect, 0.5 is guessing${scores.averaged === undefined ? '' : `; over ${formatNumber(scores.averaged)} classes`}`,
          },
          {
            label: 'Calibration error',
            value: percent(scores.expectedCalibrationError),
            detail: 'mean gap between how sure and how often right, in each bin of the reliability diagram',
          },
        ]),
  ];
}

function reportTable({ name, report, rows }: ClassificationAnalysis, labels: readonly string[]): Table {
  const cells = ({
    precision,
    recall,
    f1Score,
    support,
  }: {
    precision: number;
    recall: number;
    f1Score: number;
    support: number;
  }): (string | number)[] => [precision.toFixed(2), recall.toFixed(2), f1Score.toFixed(2), formatNumber(support)];
  const classes = labels.map((label) => [
    label,
    ...(report.classes[label] === undefined ? [] : cells(report.classes[label])),
  ]);
  const averages = [
    ['accuracy', '', '', (report.accuracy ?? NaN).toFixed(2), formatNumber(rows)],
    ['macro avg', ...cells(report.macroAverage)],
    ['weighted avg', ...cells(report.weightedAverage)],
  ];
  return {
    caption: `${capitalize(name)} on ${pluralize(rows, 'test image')}`,
    columns: ['class', 'precision', 'recall', 'f1-score', 'support'],
    rows: [...classes, ...averages],
  };
}

function confusionTable({ labels: all, confusion, shown }: ClassificationAnalysis): Table {
  const labels = shown?.labels ?? all;
  return {
    caption: 'Confusion matrix: images by true (row) and predicted class (column)',
    columns: ['true', ...labels],
    rows: labels.map((label, i) => [label, ...(confusion[i] ?? [])]),
  };
}

function confusedTable(pairs: ClassificationAnalysis['confusedPairs']): Table {
  return {
    caption: 'Most frequent mistakes',
    columns: ['true', 'predicted', 'images', 'of the true class'],
    rows: pairs
      .slice(0, 20)
      .map(({ truth, predicted, count, share }) => [truth, predicted, formatNumber(count), percent(share)]),
  };
}
