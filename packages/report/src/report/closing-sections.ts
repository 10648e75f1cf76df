import { cardSections } from '../model-card/model-card-markdown';
import type { ModelCard } from '../input/model-card-input';
import { cardBlocks } from '../model-card/card-blocks';
import type { Section } from '../html/block';
import type { ReportInput, ReproducibilityInfo } from '../input/report-input';

/** The model card as a section. */
export function cardSection(card: ModelCard): Section {
  return {
    id: 'model-card',
    title: 'Model card',
    blocks: [{ kind: 'facts', facts: cardSections(card).map(([title, text]) => [title, cardBlocks(text)]) }],
  };
}

/** What it takes to get the same numbers again: seed, checksum of the split, command, engine, versions. */
export function reproductionFacts<Row extends object>({
  reproduction,
  split,
}: ReportInput<Row>): ReproducibilityInfo & { readonly splitHash?: string } {
  const seed = reproduction?.seed ?? split?.seed;
  return {
    ...reproduction,
    ...(seed === undefined ? {} : { seed }),
    ...(split?.hash === undefined ? {} : { splitHash: split.hash }),
  };
}

/** How to reproduce the run; undefined where nothing is known of it. */
export function reproductionSection<Row extends object>(input: ReportInput<Row>): Section | undefined {
  const { command, seed, splitHash, engine, machine, versions } = reproductionFacts(input);
  const known: [string, string | undefined][] = [
    ['Command', command],
    ['Seed', seed === undefined ? undefined : String(seed)],
    ['Checksum of the split', splitHash],
    ['Engine', engine],
    ['Machine', machine],
    ...Object.entries(versions ?? {}),
  ];
  const facts = known.flatMap(([term, text]): [string, string][] => (text === undefined ? [] : [[term, text]]));
  if (facts.length === 0) return undefined;
  const intro =
    'The same images, seed, engine, versions and number of threads give the same numbers to the last bit. Another engine or machine gives numbers that differ as two seeds do.';
  return {
    id: 'reproduce',
    title: 'How to reproduce it',
    blocks: [
      { kind: 'text', text: intro },
      { kind: 'facts', facts },
    ],
  };
}
