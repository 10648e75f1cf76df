import { quote, refuse } from './refuse';

/** Refuses a metric that is no function. */
export function checkMetric(where: string, metric: unknown, argument = 'metric'): void {
  if (typeof metric === 'function') return;
  throw refuse(
    where,
    `"${argument}" must be a function from columns to a number`,
    quote(metric),
    'Pass e.g. accuracy.',
  );
}
