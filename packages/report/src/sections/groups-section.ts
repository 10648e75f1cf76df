import type { GroupDimension, GroupNumbers, TaskGroups } from '../analysis/analyze-groups';
import { formatNumber } from '../figures/format-number';
import { groupIntervalPlot } from '../figures/group-interval-plot';
import { capital } from '../figures/score-name';
import type { Block, Section, Table } from '../page/block';
import { intervalCell, scoreCell, scoreHead, scoreText } from './score-text';
import { counted, withUnit } from './words';

/** Every task by every kind of group, with intervals and the worst group named. */
export function groupsSection(groups: readonly TaskGroups[], smallestGroup: number, confidence: number): Section {
  const intro = `Each number is computed on the test pictures of one group alone, with a bootstrap interval that would hold the true value ${Math.round(confidence * 100)} times of 100. Groups of fewer than ${smallestGroup} pictures are shown, but never named the best or the worst.`;
  return { id: 'groups', title: 'For whom it works', blocks: [{ kind: 'text', text: intro }, ...groups.flatMap(taskBlocks)] };
}

function taskBlocks(task: TaskGroups): Block[] {
  const points = task.dimensions.flatMap(({ by, groups }) => groups.map(({ group, count, value, low, high }) => ({ by, group, count, value, low, high })));
  if (!points.some(({ value }) => Number.isFinite(value))) return [];
  const format = task.metric === 'accuracy' ? 'percent' : 'number';
  const spec = groupIntervalPlot(points, { metric: scoreHead(task), overall: task.overall, format });
  const blocks: Block[] = [
    { kind: 'heading', text: `${task.task}: ${task.metric} by group` },
    { kind: 'list', items: task.dimensions.map((dimension) => worstText(task, dimension)) },
    { kind: 'beside', figure: { title: `${capital(task.metric)} of ${task.task} by group`, spec, table: false }, blocks: [{ kind: 'table', table: groupTable(task) }] },
  ];
  if (task.crossed.length > 0) blocks.push({ kind: 'table', table: crossedTable(task), folded: true });
  return blocks;
}

function worstText(task: TaskGroups, { by, worst, difference, ratio }: GroupDimension): string {
  if (worst === undefined) return `By ${by}: no group is large enough to compare.`;
  if (difference === 0) return `By ${by}: the same for all groups that are large enough.`;
  const numbers = `${scoreText(task, worst.value)} on ${counted(worst.count, 'picture')}, ${scoreText(task, task.overall)} over all`;
  if (!isClearlyWorse(task, worst)) return `By ${by}: no group is clearly worse than the whole; the worst is ${worst.group} (${numbers}).`;
  const apart = task.metric === 'accuracy' ? `${(difference * 100).toFixed(1)} points` : withUnit(difference, task.unit);
  return `By ${by}: clearly worst for ${worst.group} (${numbers}). Best and worst group are ${apart} apart, a ratio of ${formatNumber(ratio, 2)}.`;
}

/** Whether even the good end of a group's interval is worse than the value over all. */
export function isClearlyWorse({ metric, overall }: Pick<TaskGroups, 'metric' | 'overall'>, { low, high }: GroupNumbers): boolean {
  return metric === 'accuracy' ? high < overall : low > overall;
}

function groupTable(task: TaskGroups): Table {
  const entries = task.dimensions.flatMap((dimension) => dimension.groups.map((group) => ({ by: dimension.by, ...group, worst: dimension.worst?.group === group.group, clearly: isClearlyWorse(task, group) })));
  const verdict = ({ worst, clearly }: (typeof entries)[number]): string => [worst ? 'worst' : '', clearly ? 'clearly worse' : ''].filter((word) => word !== '').join(', ');
  const rows = entries.map((entry) => [`${entry.by}: ${entry.group}`, entry.count, scoreCell(task, entry.value), intervalCell(task, entry.low, entry.high), verdict(entry)]);
  const caption = `${task.task}: ${task.metric} by group. Clearly worse: the whole interval is worse than the value over all.`;
  return { caption, columns: ['group', 'pictures', scoreHead(task), 'interval', 'verdict'], rows, stressed: new Set(entries.flatMap(({ worst, clearly }, index) => (worst && clearly ? [index] : []))) };
}

function crossedTable(task: TaskGroups): Table {
  const names = Object.keys(task.crossed[0]?.groups ?? {});
  return { caption: `${task.task}: the worst groups when all are crossed`, columns: [...names, 'pictures', scoreHead(task)], rows: task.crossed.map(({ groups, count, value }) => [...names.map((name) => groups[name]), count, scoreCell(task, value)]) };
}
