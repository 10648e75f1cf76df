import type { ClassificationAnalysis } from '../analysis/analyze-classification';
import { confusionHeatMap } from '../charts/confusion-heat-map';
import { formatNumber } from '../analysis/format-number';
import { precisionRecallPlot } from '../charts/precision-recall-plot';
import { reliabilityDiagram } from '../charts/reliability-diagram';
import { rocPlot } from '../charts/roc-plot';
import { capitalize } from '../analysis/score-name';
import type { Block, Figure, Section, Table } from '../html/block';
import { intervalText } from './score-text';
import { pluralize, percent } from './format-text';

/** One classification: report, confusion matrix, curves, calibration. */
export function classificationSection(task: ClassificationAnalysis, id: string): Section {
  const { name, labels, confusion, confusedPairs, scores } = task;
  const figures: Figure[] = [
    {
      title: 'Confusion matrix',
      spec: confusionHeatMap({ labels, counts: confusion }),
      table: confusionTable(task),
      wide: labels.length > 8,
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
    });
    figures.push({
      title: 'Precision-recall curves',
      spec: precisionRecallPlot(
        curves.map((curve) => ({ ...curve, area: curve.averagePrecision })),
        { labels },
      ),
    });
  }
  const blocks: Block[] = [
    { kind: 'tiles', tiles: tiles(task) },
    { kind: 'heading', text: 'Report by class' },
    { kind: 'table', table: reportTable(task) },
    ...(confusedPairs.length === 0 ? [] : [{ kind: 'table', table: confusedTable(confusedPairs) } as const]),
    { kind: 'pre', label: `The report of ${name} as scikit-learn prints it`, text: task.reportText },
    { kind: 'heading', text: 'Figures' },
    { kind: 'figures', figures },
  ];
  return { id, title: `Task: ${name}`, blocks };
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
            detail: '1 is perfect, 0.5 is guessing',
          },
          {
            label: 'Calibration error',
            value: percent(scores.expectedCalibrationError),
            detail: 'mean gap between how sure and how often right, in each bin of the reliability diagram',
          },
        ]),
  ];
}

function reportTable({ name, report, rows }: ClassificationAnalysis): Table {
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
  const classes = report.labels.map((label) => [
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

function confusionTable({ labels, confusion }: ClassificationAnalysis): Table {
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
