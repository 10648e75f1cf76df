import type { ClassificationAnalysis } from '../analysis/analyze-classification';
import type { TaskGroups } from '../analysis/analyze-groups';
import type { RegressionAnalysis } from '../analysis/analyze-regression';
import type { ReportAnalysis } from '../analysis/analyze-report';
import { maxSummaryTiles } from '../analysis/many-tasks';
import { formatNumber } from '../analysis/format-number';
import { capitalize, scoreName } from '../analysis/score-name';
import type { Block, Section, Table } from '../html/block';
import { isClearlyWorse } from './groups-section';
import { betweenText, intervalCell, type ScoreKind, scoreText } from './score-text';
import { pluralize, duration, percent, formatWithUnit } from './format-text';

/** The report on half a page, for someone who decides and does not compute. */
export function summarySection(analysis: ReportAnalysis, warnings: readonly string[]): Section {
  const blocks: Block[] = [];
  const tiles = analysis.tasks.map((task) => (task.type === 'classification' ? classTile(task) : numberTile(task)));
  const isLarge = tiles.length > maxSummaryTiles;
  if (tiles.length > 0 && !isLarge) blocks.push({ kind: 'tiles', tiles });
  blocks.push(...summaryTexts(analysis).map((text): Block => ({ kind: 'text', text })));
  if (isLarge) blocks.push({ kind: 'table', table: taskTable(analysis.tasks) });
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
          `It was tested on ${pluralize(tasks[0]?.rows ?? 0, 'image')}${data?.split === undefined ? '' : ' that it had never seen'}. ${taskTexts(tasks)}`,
        ];
  const worst = worstTexts(groups);
  const compared = groups.some(({ dimensions }) => dimensions.some((dimension) => dimension.worst !== undefined));
  const unequal =
    worst.length === 0
      ? compared
        ? ['No group was found that it serves clearly worse than the whole.']
        : []
      : [`It does not serve everyone equally well. ${worst.join(' ')}`];
  const nothing =
    learned.length + tested.length === 0 && data !== undefined
      ? [`${pluralize(data.records, 'image')} with labels, and nothing trained on them yet.`]
      : [];
  return [...learned, ...tested, ...unequal, ...nothing];
}

/** A sentence for each task, or one for all of them if there are many. */
function taskTexts(tasks: ReportAnalysis['tasks']): string {
  if (tasks.length <= maxSummaryTiles)
    return tasks.map((task) => (task.type === 'classification' ? classText(task) : numberText(task))).join(' ');
  const beaten = tasks.filter((task) => isBetterThanGuessing(task)).length;
  return `Of its ${tasks.length} tasks, ${beaten} are clearly better than always giving the same answer.`;
}

/** Whether the whole interval of a score is better than the best constant answer. */
function isBetterThanGuessing(task: ReportAnalysis['tasks'][number]): boolean {
  return task.type === 'classification'
    ? task.accuracy.low > task.baseline.accuracy
    : task.meanAbsoluteError.high < task.baseline.meanAbsoluteError;
}

/** All tasks of a report of many, those that do not beat guessing stressed. */
function taskTable(tasks: ReportAnalysis['tasks']): Table {
  const rows = tasks.map((task) => {
    const isClass = task.type === 'classification';
    const kind: ScoreKind = isClass
      ? { metric: 'accuracy', unit: '' }
      : { metric: 'mean absolute error', unit: task.unit };
    const interval = isClass ? task.accuracy : task.meanAbsoluteError;
    return [
      task.name,
      isClass ? 'right' : 'off on average',
      scoreText(kind, interval.value),
      intervalCell(kind, interval.low, interval.high),
      isClass
        ? `${percent(task.baseline.accuracy)} (“${task.baseline.label}”)`
        : `${scoreText(kind, task.baseline.meanAbsoluteError)} (${formatNumber(task.baseline.answer)})`,
    ];
  });
  return {
    caption: 'All tasks. Stressed: not clearly better than always giving the same answer.',
    columns: ['task', 'score', 'value', 'interval', 'always the same answer'],
    rows,
    stressed: new Set(tasks.flatMap((task, index) => (isBetterThanGuessing(task) ? [] : [index]))),
  };
}

function trainingText({ training, data }: ReportAnalysis): string {
  if (training === undefined) return '';
  const images = data?.split === undefined ? '' : ` on ${pluralize(data.split.train, 'image')}`;
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
  return `The network was trained for ${pluralize(training.epochs, 'epoch')}${images}${time}.${best}${ended === '' ? '' : ` On validation images it ended with ${ended}.`}`;
}

function classTile({ name, accuracy, baseline }: ClassificationAnalysis): {
  label: string;
  value: string;
  detail: string;
} {
  return {
    label: capitalize(name),
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
    label: capitalize(name),
    value: `± ${formatWithUnit(meanAbsoluteError.value, unit)}`,
    detail: `off on average (${betweenText(meanAbsoluteError, formatNumber)}); guessing ${formatNumber(baseline.answer)} would be ${formatNumber(baseline.meanAbsoluteError)} off`,
  };
}

function classText({ name, accuracy, baseline }: ClassificationAnalysis): string {
  return `${capitalize(name)} is right for ${Math.round(accuracy.value * 100)} of 100 images, where always answering “${baseline.label}” would be right for ${Math.round(baseline.accuracy * 100)}.`;
}

function numberText({ name, unit, meanAbsoluteError, baseline }: RegressionAnalysis): string {
  return `${capitalize(name)} is ${formatWithUnit(meanAbsoluteError.value, unit)} off on average, where always answering ${formatNumber(baseline.answer)} would be ${formatWithUnit(baseline.meanAbsoluteError, unit)} off.`;
}

/** Tasks that the summary of many names. */
const mostNamed = 5;

/** What each task does worst for; of many tasks the first {@link mostNamed} by how far they are behind. */
function worstTexts(groups: ReportAnalysis['groups']): string[] {
  if (groups.length <= maxSummaryTiles) return groups.flatMap(worstText);
  const clear = groups.flatMap((task) => worstText(task).map((text) => ({ text, gap: gapOf(task) })));
  const named = clear.sort((a, b) => b.gap - a.gap).slice(0, mostNamed);
  const others = clear.length - named.length;
  return [
    ...named.map(({ text }) => text),
    ...(others === 0 ? [] : [`${pluralize(others, 'other task')} have groups that are clearly worse, too.`]),
  ];
}

/** How much worse than over all the worst group is, as a share of the score over all. */
function gapOf({ dimensions, overall }: TaskGroups): number {
  return Math.max(
    ...dimensions.map(({ worst }) => (worst === undefined ? 0 : Math.abs(worst.value - overall) / (overall || 1))),
  );
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
        `${capitalize(task.task)} is worst for ${worst.by} “${worst.group}”: ${scoreText(task, worst.value)} on ${pluralize(worst.count, 'image')}, ${scoreText(task, task.overall)} over all.`,
      ];
}
