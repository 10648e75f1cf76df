import type { IntersectionGroup, GroupDimension, GroupNumbers, TaskGroups } from '../analysis/analyze-groups';
import { formatNumber } from '../analysis/format-number';
import { groupIntervalPlot } from '../charts/group-interval-plot';
import { bandText } from '../analysis/value-bands';
import { capitalize } from '../analysis/score-name';
import type { Block, Section, Table } from '../html/block';
import { maxGroups } from '../analysis/many-tasks';
import { intervalCell, scoreCell, scoreHead, scoreText, tooFew } from './score-text';
import { pluralize, formatWithUnit } from './format-text';

/**
 * Every task by every kind of group, with intervals and the worst group named; `banded` are the kinds that are bands of
 * this package's making.
 */
export function groupsSection(
  groups: readonly TaskGroups[],
  minGroupSize: number,
  confidence: number,
  banded: readonly string[] = [],
): Section {
  const intro = `Each number is computed on the test images of one group alone, with a bootstrap interval that would hold the true value ${Math.round(confidence * 100)} times of 100. Where all answers are right, or all are wrong, resampling tells nothing, and the interval is the exact one. Groups of fewer than ${minGroupSize} images are shown with their number alone: they are too few for an interval, and are never named the best or the worst.`;
  const [first] = (groups[0]?.dimensions ?? []).filter(({ by }) => banded.includes(by));
  const bands = first === undefined ? '' : bandText(first.groups.map(({ group }) => group));
  return {
    id: 'groups',
    title: 'For whom it works',
    blocks: [{ kind: 'text', text: `${intro}${bands}` }, ...limitGroups(groups).flatMap(taskBlocks)],
  };
}

/** A task of which a page shows some of the groups. */
export interface LimitedGroups extends TaskGroups {
  /** Groups that are not in `dimensions`. */
  readonly groupsLeftOut: number;
}

/** Keeps the worst groups of each kind, of those that are large enough, if a page cannot show all of them. */
export function limitGroups(tasks: readonly TaskGroups[]): LimitedGroups[] {
  const most = maxGroups(tasks.flatMap(({ dimensions }) => dimensions.map(({ groups }) => groups.length)));
  return tasks.map((task) => {
    const sign = task.metric === 'accuracy' ? 1 : -1;
    const rank = ({ low, value }: GroupNumbers): number => (Number.isFinite(low) ? sign * value : Number.MAX_VALUE);
    const dimensions = task.dimensions.map((dimension) =>
      dimension.groups.length <= most
        ? dimension
        : { ...dimension, groups: [...dimension.groups].sort((a, b) => rank(a) - rank(b)).slice(0, most) },
    );
    const count = (all: readonly GroupDimension[]): number => all.reduce((sum, { groups }) => sum + groups.length, 0);
    return { ...task, dimensions, groupsLeftOut: count(task.dimensions) - count(dimensions) };
  });
}

/** Says how many groups are not shown; nothing if all are. */
export function leftOutTexts({ groupsLeftOut }: LimitedGroups): string[] {
  return groupsLeftOut === 0
    ? []
    : [
        `Only the groups with the lowest scores are shown; ${pluralize(groupsLeftOut, 'group')} with better scores or too few images ${groupsLeftOut === 1 ? 'is' : 'are'} not.`,
      ];
}

function taskBlocks(task: LimitedGroups): Block[] {
  const points = task.dimensions.flatMap(({ by, groups }) =>
    groups.map(({ group, count, value, low, high }) => ({ by, group, count, value, low, high })),
  );
  if (!points.some(({ value }) => Number.isFinite(value))) return [];
  const format = task.metric === 'accuracy' ? 'percent' : 'number';
  const spec = groupIntervalPlot(points, { metric: scoreHead(task), overall: task.overall, format });
  const blocks: Block[] = [
    { kind: 'heading', text: `${task.task}: ${task.metric} by group` },
    { kind: 'list', items: groupTexts(task) },
    ...leftOutTexts(task).map((text): Block => ({ kind: 'text', text })),
    {
      kind: 'beside',
      figure: { title: `${capitalize(task.metric)} of ${task.task} by group`, spec, table: false },
      blocks: [{ kind: 'table', table: groupTable(task) }],
    },
  ];
  if (task.crossed.length > 0) blocks.push({ kind: 'table', table: crossedTable(task) });
  return blocks;
}

function groupTexts(task: TaskGroups): string[] {
  const texts = task.dimensions.map((dimension) => worstText(task, dimension));
  if (task.kindsLeftOut === undefined) return [...texts, ...crossedTexts(task)];
  const kinds = task.dimensions.length;
  return [
    ...texts,
    `Of ${formatNumber(kinds + task.kindsLeftOut)} kinds of groups, these are the ${kinds} with the worst group. The worst of many groups look worse than they are: trust the intervals more than the order.`,
    ...crossedTexts(task),
  ];
}

function worstText(task: TaskGroups, { by, groups, worst, difference, ratio }: GroupDimension): string {
  if (worst === undefined) return `By ${by}: no group is large enough to compare.`;
  if (isOnlyGroup(groups))
    return `By ${by}: only ${worst.group} is large enough to compare with the whole${isClearlyWorse(task, worst) ? ', and it is clearly worse' : ''} (${numbersText(task, worst)}).`;
  if (difference === 0) return `By ${by}: the same for all groups that are large enough.`;
  const numbers = numbersText(task, worst);
  if (!isClearlyWorse(task, worst))
    return `By ${by}: no group is clearly worse than the whole; the worst of those that are large enough is ${worst.group} (${numbers}).`;
  const apart =
    task.metric === 'accuracy' ? `${(difference * 100).toFixed(1)} points` : formatWithUnit(difference, task.unit);
  return `By ${by}: clearly worst for ${worst.group} (${numbers}). Best and worst group are ${apart} apart, a ratio of ${formatNumber(ratio, 2)}.`;
}

function numbersText(task: TaskGroups, { value, count }: Pick<GroupNumbers, 'value' | 'count'>): string {
  return `${scoreText(task, value)} on ${pluralize(count, 'image')}, ${scoreText(task, task.overall)} over all`;
}

/** Whether one group alone is large enough for an interval. */
function isOnlyGroup(groups: readonly Pick<GroupNumbers, 'low'>[]): boolean {
  return groups.filter(({ low }) => Number.isFinite(low)).length === 1;
}

/** Whether some group is worse than another. */
function isSignificant({ groups, difference }: GroupDimension): boolean {
  return !isOnlyGroup(groups) && difference > 0;
}

/** Whether even the good end of a group's interval is worse than the value over all. */
export function isClearlyWorse(
  { metric, overall }: Pick<TaskGroups, 'metric' | 'overall'>,
  { low, high }: Pick<GroupNumbers, 'low' | 'high'>,
): boolean {
  return metric === 'accuracy' ? high < overall : low > overall;
}

function groupTable(task: TaskGroups): Table {
  const entries = task.dimensions.flatMap((dimension) =>
    dimension.groups.map((group) => ({
      by: dimension.by,
      ...group,
      worst: dimension.worst?.group === group.group && isSignificant(dimension),
      clearly: isClearlyWorse(task, group),
    })),
  );
  const verdict = ({ count, low, worst, clearly }: (typeof entries)[number]): string =>
    count > 0 && !Number.isFinite(low)
      ? tooFew
      : [worst ? 'worst' : '', clearly ? 'clearly worse' : ''].filter((word) => word !== '').join(', ');
  const rows = entries.map((entry) => [
    `${entry.by}: ${entry.group}`,
    entry.count,
    scoreCell(task, entry.value),
    intervalCell(task, entry.low, entry.high),
    verdict(entry),
  ]);
  const caption = `${task.task}: ${task.metric} by group. Clearly worse: the whole interval is worse than the value over all.`;
  return {
    caption,
    columns: ['group', 'images', scoreHead(task), 'interval', 'verdict'],
    rows,
    stressed: new Set(entries.flatMap(({ worst, clearly }, index) => (worst && clearly ? [index] : []))),
  };
}

/** The worst of the crossed groups that are clearly worse than the whole; undefined where none is. */
export function worstCrossed(task: TaskGroups): IntersectionGroup | undefined {
  return task.crossed.find((group) => isClearlyWorse(task, group));
}

/** A crossed group in words: `race × gender` and `asian, female`. */
export function intersectionName({ groups }: IntersectionGroup): { by: string; group: string } {
  return { by: Object.keys(groups).join(' × '), group: Object.values(groups).join(', ') };
}

function crossedTexts(task: TaskGroups): string[] {
  if (task.combinationsLeftOut !== undefined)
    return [
      `The groups are not crossed: that would make ${formatNumber(task.combinationsLeftOut)} combinations, of which most would be empty.`,
    ];
  const [first] = task.crossed;
  if (first === undefined) return task.dimensions.length < 2 ? [] : ['No crossed group is large enough to compare.'];
  const worst = worstCrossed(task);
  const { by, group } = intersectionName(worst ?? first);
  const numbers = numbersText(task, worst ?? first);
  if (isOnlyGroup(task.crossed))
    return [
      `By ${by}: only ${group} is large enough to compare with the whole${worst === undefined ? '' : ', and it is clearly worse'} (${numbers}).`,
    ];
  return [
    worst === undefined
      ? `By ${by}: no group is clearly worse than the whole; the worst of those that are large enough is ${group} (${numbers}).`
      : `By ${by}: clearly worst for ${group} (${numbers}).`,
  ];
}

function crossedTable(task: TaskGroups): Table {
  const names = Object.keys(task.crossed[0]?.groups ?? {});
  const rows = task.crossed.map((group) => [
    ...names.map((name) => group.groups[name]),
    group.count,
    scoreCell(task, group.value),
    intervalCell(task, group.low, group.high),
    isClearlyWorse(task, group) ? 'clearly worse' : '',
  ]);
  const which = isOnlyGroup(task.crossed)
    ? 'the only group that is large enough when all are crossed.'
    : 'the worst groups when all are crossed (at most ten). The worst of many small groups look worse than they are: trust the intervals more than the order.';
  const caption = `${task.task}: ${which}`;
  return {
    caption,
    columns: [...names, 'images', scoreHead(task), 'interval', 'verdict'],
    rows,
    stressed: new Set(task.crossed.flatMap((group, index) => (group === worstCrossed(task) ? [index] : []))),
  };
}
