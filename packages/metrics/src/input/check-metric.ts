import { formatValue, invalidArgument } from '@polyhead/core';

/** Rejects a metric that is no function. */
export function checkMetric(where: string, metric: unknown, argument = 'metric'): void {
  if (typeof metric === 'function') return;
  throw invalidArgument(
    where,
    `"${argument}" must be a function from columns to a number`,
    formatValue(metric),
    'Pass e.g. accuracy.',
  );
}
