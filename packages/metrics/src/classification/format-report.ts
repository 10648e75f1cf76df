import type { ClassificationReport } from './classification-report';
import type { ClassScores } from './class-scores';
import { formatFixed, padLeft, textWidth } from '../format/text-table';

const HEADERS = ['precision', 'recall', 'f1-score', 'support'];

/** Settings of the text. */
export interface ReportFormat {
  readonly digits: number;
  /** True if a support of 3 is printed as `3.0`: scikit-learn does so with weights, and if no row at all is right. */
  readonly hasFractionalSupport: boolean;
}

/** The table of scikit-learn 1.7's `classification_report`, to the character (final line break included). */
export function formatReport(report: ClassificationReport, { digits, hasFractionalSupport }: ReportFormat): string {
  const count = (support: number): string =>
    hasFractionalSupport && Number.isInteger(support) ? `${support}.0` : String(support);
  const width = Math.max('weighted avg'.length, digits, ...report.labels.map(textWidth));
  const row = (name: string, scores: ClassScores): string => {
    const numbers = [scores.precision, scores.recall, scores.f1Score].map((score) => formatFixed(score, digits));
    return line(name, [...numbers, count(scores.support)], width);
  };
  const { accuracy, microAverage, macroAverage, weightedAverage } = report;
  const total =
    microAverage === undefined
      ? line('accuracy', ['', '', formatFixed(accuracy ?? NaN, digits), count(macroAverage.support)], width)
      : row('micro avg', microAverage);
  return [
    line('', HEADERS, width),
    '',
    ...report.labels.map((name) => row(name, report.classes[name] as ClassScores)),
    '',
    total,
    row('macro avg', macroAverage),
    row('weighted avg', weightedAverage),
    '',
  ].join('\n');
}

function line(name: string, cells: readonly string[], width: number): string {
  return [padLeft(name, width) + ' ', ...cells.map((cell) => padLeft(cell, 9))].join(' ');
}
