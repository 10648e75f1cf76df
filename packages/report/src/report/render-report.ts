import { checkInput, checkReportOptions } from '../input/assert-input';
import { buildReport } from './build-report';
import type { ReportInput, ReportOptions } from '../input/report-input';

/**
 * Renders one self-contained HTML page about a network: summary, data, training, each task, everything by group with
 * intervals, examples, worst mistakes, model card, how to reproduce it.
 *
 * The page has the sections that the input has data for. It has no script, loads nothing, follows the reader's color
 * scheme, and can be printed.
 *
 * @param input - Parts of the report, such as `split`, `history` and `result`; each is optional, one is needed.
 * @param options - Title, thumbnails, gallery and intervals of the report. Default: see {@link ReportOptions}.
 * @returns The page as HTML.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is nothing to report on, the parts do not fit together, or a name
 * in the input or the options is unknown.
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
