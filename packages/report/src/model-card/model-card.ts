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
 * Writes the model card of a network (Mitchell et al., 2019) from the available facts: split, history, result, network,
 * and your own text. For faces, it explains what the license of UTKFace and the EU AI Act mean.
 *
 * @param input - Parts of the report, such as `split`, `history`, `result` and `modelCard`; each is optional.
 * @param options - Title and intervals of the card. Default: the title `Model card`, with the name of the network.
 * @returns The sections of the card, and `toMarkdown` for its text.
 * @throws {PolyheadError} INVALID_ARGUMENT if the result has no task, or one that does not fit the others, or a name in
 * the input or the options is unknown.
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
