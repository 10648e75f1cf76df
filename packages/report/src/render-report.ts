import { checkInput, checkReportOptions } from './check-input';
import { makeReport } from './make-report';
import type { ReportInput, ReportOptions } from './report-input';

/**
 * One self-contained HTML page about a network: summary, data, training, each task, everything by group with intervals,
 * examples, worst mistakes, model card, how to reproduce it.
 *
 * Each part of the input is optional; the page has the sections that there is something for. It has no script, loads
 * nothing, follows the reader's colour scheme, and can be printed.
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
  return (await makeReport(input, options)).html;
}
