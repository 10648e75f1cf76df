import type { ClassificationAnalysis } from '../analysis/analyze-classification';
import type { DataAnalysis } from '../analysis/analyze-data';
import type { TaskGroups } from '../analysis/analyze-groups';
import type { RegressionAnalysis } from '../analysis/analyze-regression';
import type { ReportAnalysis } from '../analysis/analyze-report';
import type { TrainingAnalysis } from '../analysis/analyze-training';
import { formatNumber } from '../analysis/format-number';
import { scoreName } from '../analysis/score-name';
import { intersectionName, isClearlyWorse, worstCrossed } from './groups-section';
import { scoreText } from './score-text';
import { pluralize, percent, formatWithUnit } from './format-text';

/** What a reader should not overlook, in sentences; the rules are listed in `docs/report.md`. */
export function findWarnings({ data, training, tasks, groups }: ReportAnalysis): string[] {
  return [
    ...tasks.flatMap((task) => (task.type === 'classification' ? classWarnings(task) : numberWarnings(task))),
    ...groups.flatMap(groupWarnings),
    ...(training === undefined ? [] : trainingWarnings(training)),
    ...(data === undefined ? [] : dataWarnings(data)),
  ];
}

/** Classes that a warning names; it counts the others. */
const maxNamedClasses = 20;

function classWarnings({ name, accuracy, baseline, report, scores }: ClassificationAnalysis): string[] {
  const guess = guessWarning(
    name,
    { ...accuracy, guess: baseline.accuracy, sign: 1 },
    `always answering “${baseline.label}” (${percent(accuracy.value)} against ${percent(baseline.accuracy)})`,
  );
  const missed = report.labels.filter(
    (label) => (report.classes[label]?.support ?? 0) > 0 && (report.classes[label]?.recall ?? 1) < 0.5,
  );
  const others = missed.length > maxNamedClasses ? missed.length - maxNamedClasses + 1 : 0;
  const recall =
    missed.length === 0
      ? []
      : [
          `${name}: fewer than half of ${missed
            .slice(0, missed.length > maxNamedClasses ? maxNamedClasses - 1 : maxNamedClasses)
            .map((label) => `“${label}” (${percent(report.classes[label]?.recall)})`)
            .join(
              ', ',
            )}${others === 0 ? '' : ` and ${pluralize(others, 'other class', 'other classes')}`} are recognized.`,
        ];
  const error = scores?.expectedCalibrationError ?? 0;
  return [
    ...guess,
    ...recall,
    ...(error > 0.05
      ? [
          `${name}: its probabilities cannot be taken at their word; they are ${(error * 100).toFixed(1)} points off on average.`,
        ]
      : []),
  ];
}

/** Whether a score (`sign` 1: the higher, the better) beats guessing, as far as its interval tells. */
function guessWarning(
  name: string,
  {
    low,
    high,
    guess,
    sign,
  }: { readonly low: number; readonly high: number; readonly guess: number; readonly sign: 1 | -1 },
  against: string,
): string[] {
  if (!Number.isFinite(low)) return [`${name}: too few images to tell whether it is better than ${against}.`];
  const [worst, best] = sign === 1 ? [low, high] : [high, low];
  if (sign * (best - guess) < 0) return [`${name}: clearly worse than ${against}.`];
  return sign * (worst - guess) <= 0 ? [`${name}: not clearly better than ${against}.`] : [];
}

function numberWarnings({
  name,
  meanAbsoluteError,
  baseline,
  meanError,
  unit,
  notFinite,
}: RegressionAnalysis): string[] {
  const guess = guessWarning(
    name,
    { ...meanAbsoluteError, guess: baseline.meanAbsoluteError, sign: -1 },
    `always answering ${formatNumber(baseline.answer)} (${formatWithUnit(meanAbsoluteError.value, unit)} off against ${formatNumber(baseline.meanAbsoluteError)})`,
  );
  const bias =
    Math.abs(meanError) > 0.25 * meanAbsoluteError.value
      ? [
          `${name}: predictions are ${formatWithUnit(Math.abs(meanError), unit)} too ${meanError > 0 ? 'high' : 'low'} on average.`,
        ]
      : [];
  return [
    ...guess,
    ...bias,
    ...(notFinite > 0
      ? [`${name}: ${pluralize(notFinite, 'prediction')} ${notFinite === 1 ? 'is' : 'are'} not finite.`]
      : []),
  ];
}

/**
 * A gap of 5 points of accuracy, or of a fifth of the error, that chance does not explain; by each kind of group, then
 * by all crossed.
 */
function groupWarnings(task: TaskGroups): string[] {
  const isLarge = (value: number): boolean =>
    task.metric === 'accuracy' ? task.overall - value > 0.05 : value > 1.2 * task.overall;
  const against = (value: number): string =>
    `${scoreText(task, value)} against ${scoreText(task, task.overall)} over all.`;
  const single = task.dimensions.flatMap(({ by, worst }) =>
    worst === undefined || !isClearlyWorse(task, worst) || !isLarge(worst.value)
      ? []
      : [`${task.task}: clearly worse for ${by} “${worst.group}”: ${against(worst.value)}`],
  );
  // The kinds of groups come worst first if they were chosen among many: one line for each task is enough to read.
  if (task.kindsLeftOut !== undefined) return single.slice(0, 1);
  const crossed = worstCrossed(task);
  if (crossed === undefined || !isLarge(crossed.value)) return single;
  const { by, group } = intersectionName(crossed);
  return [
    ...single,
    `${task.task}: by ${by}, clearly worst for “${group}” (${pluralize(crossed.count, 'image')}): ${against(crossed.value)}`,
  ];
}

function trainingWarnings({ scores, stopped, skipped, epochs }: TrainingAnalysis): string[] {
  const gaps = scores.flatMap(({ path, training, validation }) => {
    if (training === null || validation === null) return [];
    if (path.endsWith('.accuracy'))
      return training - validation > 0.05
        ? [`${scoreName(path)} ${percent(training)} against ${percent(validation)}`]
        : [];
    return path.endsWith('.meanAbsoluteError') && validation > 1.2 * training
      ? [`${scoreName(path)} ${formatNumber(training)} against ${formatNumber(validation)}`]
      : [];
  });
  const heart =
    gaps.length === 0
      ? []
      : [
          `The network knows its training images partly by heart: at the end, training against validation, ${gaps.join(', ')}.`,
        ];
  const loss = scores.find(({ path }) => path === 'loss');
  const { best, validation } = loss ?? {};
  const isLate = best?.set === 'validation' && typeof validation === 'number' && validation > 1.05 * best.value;
  const late = isLate
    ? [
        `The validation loss was best in epoch ${best.epoch} of ${epochs} (${formatNumber(best.value)}) and is ${formatNumber(validation)} at the end: the checkpoint of the best epoch may be the better network.`,
      ]
    : [];
  return [
    ...heart,
    ...late,
    ...(stopped === undefined ? [] : [`Training ended early: ${stopped}`]),
    ...(skipped === 0 ? [] : [`${pluralize(skipped, 'training image')} could not be read.`]),
  ];
}

function dataWarnings({ rejected, records, duplicates, skipped }: DataAnalysis): string[] {
  const many =
    rejected.count > 0.01 * (records + rejected.count)
      ? [`${pluralize(rejected.count, 'file')} of ${formatNumber(records + rejected.count)} were rejected.`]
      : [];
  const disagreeing = duplicates?.conflicting ?? 0;
  const conflicts =
    disagreeing === 0
      ? []
      : [
          disagreeing === 1
            ? '1 image that occurs more than once has labels that disagree.'
            : `${formatNumber(disagreeing)} images that occur more than once have labels that disagree.`,
        ];
  return [...many, ...conflicts, ...(skipped === 0 ? [] : [`${pluralize(skipped, 'test image')} could not be read.`])];
}
