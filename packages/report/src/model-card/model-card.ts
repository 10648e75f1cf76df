import { analyzeReport, rowsOf } from '../analysis/analyze-report';
import { numberOptions } from '../analysis/number-options';
import { checkInput, checkReportOptions } from '../input/assert-input';
import type { ReportInput, ReportOptions } from '../input/report-input';
import { findWarnings } from '../sections/find-warnings';
import { makeModelCard } from './make-model-card';
import type { ModelCard } from '../input/model-card-input';
import { modelCardMarkdown } from './model-card-markdown';

/** A card with its text as a file. */
export interface WrittenModelCard extends ModelCard {
  /** The card as Markdown, for the `README.md` of a saved model. */
  toMarkdown(): string;
}

/**
 * The model card of a network (Mitchell et al., 2019) from whatever is known of it: split, history, result, network,
 * and words of your own.
 * For faces it says what the licence of UTKFace and the EU AI Act mean.
 *
 * Throws if the result has no task, or one that does not fit the others, and where input or options have an unknown
 * name.
 *
 * @example
 * ```ts
 * import { modelCard } from '@polyhead/report';
 * const use = { intendedUse: 'To sort apples in our packing house.', faces: false };
 * const card = modelCard({ modelCard: use }, { title: 'Apples' });
 * const readme = card.toMarkdown();
 * ```
 */
export function modelCard<Row extends object>(input: ReportInput<Row>, options: ReportOptions = {}): WrittenModelCard {
  checkInput('modelCard', input);
  checkReportOptions('modelCard', options);
  const rows = rowsOf(input);
  const analysis = analyzeReport(input, rows, numberOptions(options, rows.length));
  const card = makeModelCard(analysis, input, findWarnings(analysis));
  const title = options.title ?? `Model card${input.network?.name === undefined ? '' : `: ${input.network.name}`}`;
  return Object.defineProperty({ ...card, toMarkdown: () => modelCardMarkdown(title, card) }, 'toMarkdown', {
    enumerable: false,
  });
}
