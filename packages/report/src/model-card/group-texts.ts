import type { GroupNumbers, TaskGroups } from '../analysis/analyze-groups';
import { capitalize } from '../analysis/score-name';
import { intersectionName, leftOutTexts, type LimitedGroups } from '../sections/groups-section';
import { intervalCell, scoreCell, tooFew } from '../sections/score-text';
import { pluralize } from '../sections/format-text';
import { listLines } from './card-blocks';

/** Crossed groups that a card lists; the page has more. */
const mostCrossed = 3;

/** One task's score for every group, a list for each kind of group, and for the worst of the crossed groups. */
export function groupTexts(task: LimitedGroups): string[] {
  const start = `${capitalize(task.task)}, ${task.metric}`;
  const single = [
    ...task.dimensions.flatMap(({ by, groups }) => [
      `${start} by ${by}:`,
      ...listLines(groups.filter(({ count }) => count > 0).map((group) => groupText(task, group))),
    ]),
    ...leftOutTexts(task),
  ];
  const [first] = task.crossed;
  if (first === undefined) return single;
  const crossed = task.crossed
    .slice(0, mostCrossed)
    .map((group) => groupText(task, { ...group, group: intersectionName(group).group }));
  const which = task.crossed.length === 1 ? 'the only group that is large enough' : 'the worst';
  return [...single, `${start} by ${intersectionName(first).by}, ${which}:`, ...listLines(crossed)];
}

function groupText(task: TaskGroups, { group, count, value, low, high }: GroupNumbers): string {
  const unit = task.metric === 'accuracy' || task.unit === '' ? '' : ` ${task.unit}`;
  return `${group}: ${scoreCell(task, value)}${unit} (${Number.isFinite(low) ? intervalCell(task, low, high) : tooFew}; ${pluralize(count, 'image')})`;
}
