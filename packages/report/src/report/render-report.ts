import { checkInput, checkReportOptions } from '../input/assert-input';
import { buildReport } from './build-report';
import type { ReportInput, ReportOptions } from '../input/report-input';

/**
 * One self-contained HTML page about a network: summary, data, training, each task, everything by group with intervals,
 * examples, worst mistakes, model card, how to reproduce it.
 *
 * Each part of the input is optional; the page has the sections that there is something for. It has no script, loads
 * nothing, follows the reader's color scheme, and can be printed.
 * Rejects where there is nothing to report on, or the result does not fit together, and where input or options have an
 * unknown name.
 *
 * @example
 * ```ts
 * import { renderReport } from '@polyhead/report';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const page = await renderReport({ history: { epochs } }, { title: 'First run' });
 * ```
 */
export async function renderReport<Row extends object>(
  input: ReportInput<Row>,
  options: ReportOptions = {},
): Promise<string> {
  checkInput('renderReport', input);
  checkReportOptions('renderReport', options);
  return (await buildReport(input, options)).html;
}
