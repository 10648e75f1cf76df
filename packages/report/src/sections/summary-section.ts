import type { ClassificationAnalysis } from '../analysis/analyze-classification';
import type { TaskGroups } from '../analysis/analyze-groups';
import type { RegressionAnalysis } from '../analysis/analyze-regression';
import type { ReportAnalysis } from '../analysis/analyze-report';
import { formatNumber } from '../figures/format-number';
import { capital, scoreName } from '../figures/score-name';
import type { Block, Section } from '../page/block';
import { isClearlyWorse } from './groups-section';
import { betweenText, scoreText } from './score-text';
import { counted, duration, percent, withUnit } from './words';

/** The report on half a page, for someone who decides and does not compute. */
export function summarySection(analysis: ReportAnalysis, warnings: readonly string[]): Section {
  const blocks: Block[] = [];
  const tiles = analysis.tasks.map((task) => (task.type === 'classification' ? classTile(task) : numberTile(task)));
  if (tiles.length > 0) blocks.push({ kind: 'tiles', tiles });
  blocks.push(...summaryTexts(analysis).map((text): Block => ({ kind: 'text', text })));
  if (warnings.length > 0) blocks.push({ kind: 'heading', text: 'What to watch' }, { kind: 'list', items: warnings });
  return { id: 'summary', title: 'Summary', blocks };
}

/** The summary in sentences. */
export function summaryTexts(analysis: ReportAnalysis): string[] {
  const { data, training, tasks, groups } = analysis;
  const learned = training === undefined ? [] : [trainingText(analysis)];
  const tested =
    tasks.length === 0
      ? []
      : [
          `It was tested on ${counted(tasks[0]?.rows ?? 0, 'picture')}${data?.split === undefined ? '' : ' that it had never seen'}. ${tasks.map((task) => (task.type === 'classification' ? classText(task) : numberText(task))).join(' ')}`,
        ];
  const worst = groups.flatMap(worstText);
  const compared = groups.some(({ dimensions }) => dimensions.some((dimension) => dimension.worst !== undefined));
  const unequal =
    worst.length === 0
      ? compared
        ? ['No group was found that it serves clearly worse than the whole.']
        : []
      : [`It does not serve everyone equally well. ${worst.join(' ')}`];
  const nothing =
    learned.length + tested.length === 0 && data !== undefined
      ? [`${counted(data.records, 'picture')} with labels, and nothing trained on them yet.`]
      : [];
  return [...learned, ...tested, ...unequal, ...nothing];
}

function trainingText({ training, data }: ReportAnalysis): string {
  if (training === undefined) return '';
  const pictures = data?.split === undefined ? '' : ` on ${counted(data.split.train, 'picture')}`;
  const time = training.seconds === undefined ? '' : ` in ${duration(training.seconds)}`;
  const loss = training.scores.find(({ path, best }) => path === 'loss' && best !== undefined)?.best;
  const best = loss === undefined ? '' : ` Its ${loss.set} loss was best in epoch ${loss.epoch}.`;
  const scores = training.scores.filter(
    ({ path, validation }) => path.includes('.') && !path.endsWith('.loss') && validation !== null,
  );
  const ended = scores
    .map(
      ({ path, validation }) =>
        `${scoreName(path)} ${path.endsWith('.accuracy') ? percent(validation) : formatNumber(validation)}`,
    )
    .join(', ');
  return `The network was trained for ${counted(training.epochs, 'epoch')}${pictures}${time}.${best}${ended === '' ? '' : ` On validation pictures it ended with ${ended}.`}`;
}

function classTile({ name, accuracy, baseline }: ClassificationAnalysis): {
  label: string;
  value: string;
  detail: string;
} {
  return {
    label: capital(name),
    value: percent(accuracy.value),
    detail: `right (${betweenText(accuracy, percent)}); guessing “${baseline.label}” would be right in ${percent(baseline.accuracy)}`,
  };
}

function numberTile({ name, unit, meanAbsoluteError, baseline }: RegressionAnalysis): {
  label: string;
  value: string;
  detail: string;
} {
  return {
    label: capital(name),
    value: `± ${withUnit(meanAbsoluteError.value, unit)}`,
    detail: `off on average (${betweenText(meanAbsoluteError, formatNumber)}); guessing ${formatNumber(baseline.answer)} would be ${formatNumber(baseline.meanAbsoluteError)} off`,
  };
}

function classText({ name, accuracy, baseline }: ClassificationAnalysis): string {
  return `${capital(name)} is right for ${Math.round(accuracy.value * 100)} of 100 pictures, where always answering “${baseline.label}” would be right for ${Math.round(baseline.accuracy * 100)}.`;
}

function numberText({ name, unit, meanAbsoluteError, baseline }: RegressionAnalysis): string {
  return `${capital(name)} is ${withUnit(meanAbsoluteError.value, unit)} off on average, where always answering ${formatNumber(baseline.answer)} would be ${withUnit(baseline.meanAbsoluteError, unit)} off.`;
}

/** The group that a task does worst for, where that is more than chance. */
function worstText(task: TaskGroups): string[] {
  const sign = task.metric === 'accuracy' ? 1 : -1;
  const clear = task.dimensions.flatMap(({ by, worst }) =>
    worst === undefined || !isClearlyWorse(task, worst) ? [] : [{ by, ...worst }],
  );
  const worst = clear.sort((a, b) => sign * (a.value - b.value))[0];
  return worst === undefined
    ? []
    : [
        `${capital(task.task)} is worst for ${worst.by} “${worst.group}”: ${scoreText(task, worst.value)} on ${counted(worst.count, 'picture')}, ${scoreText(task, task.overall)} over all.`,
      ];
}
