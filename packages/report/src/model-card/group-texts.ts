import type { GroupNumbers, TaskGroups } from '../analysis/analyze-groups';
import { crossedName } from '../sections/groups-section';
import { intervalCell, scoreText } from '../sections/score-text';
import { counted } from '../sections/words';

/** Crossed groups that a card lists; the page has more. */
const mostCrossed = 3;

/** One task's score for every group, a line for each kind of group, and for the worst of the crossed groups. */
export function groupTexts(task: TaskGroups): string[] {
  const start = `${task.task}, ${task.metric}`;
  const single = task.dimensions.map(({ by, groups }) => `${start} by ${by}: ${groups.filter(({ count }) => count > 0).map((group) => groupText(task, group)).join('; ')}.`);
  const [first] = task.crossed;
  if (first === undefined) return single;
  const crossed = task.crossed.slice(0, mostCrossed).map((group) => groupText(task, { ...group, group: crossedName(group).group }));
  return [...single, `${start} by ${crossedName(first).by}, the worst: ${crossed.join('; ')}.`];
}

function groupText(task: TaskGroups, { group, count, value, low, high }: GroupNumbers): string {
  return `${group} ${scoreText(task, value)} (${intervalCell(task, low, high)}; ${counted(count, 'picture')})`;
}
