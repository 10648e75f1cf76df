import type { ModelCard } from '../input/model-card-input';
import { cardBlocks, type CardBlock } from './card-blocks';

/** Title of each section of a model card, in the order of the paper. */
export const cardTitles: Readonly<Record<keyof ModelCard, string>> = {
  modelDetails: 'Model details',
  intendedUse: 'Intended use',
  factors: 'Factors',
  metrics: 'Metrics',
  evaluationData: 'Evaluation data',
  trainingData: 'Training data',
  quantitativeAnalyzes: 'Quantitative analyzes',
  ethicalConsiderations: 'Ethical considerations',
  caveatsAndRecommendations: 'Caveats and recommendations',
};

/** The sections of a card with their titles, in the order of the paper. */
export function cardSections(card: ModelCard): [title: string, text: string][] {
  return (Object.keys(cardTitles) as (keyof ModelCard)[]).map((key) => [cardTitles[key], card[key]]);
}

/** A card as a Markdown file; marks that Markdown would read are escaped. */
export function modelCardMarkdown(title: string, card: ModelCard): string {
  const sections = cardSections(card).map(
    ([name, text]) => `## ${name}\n\n${cardBlocks(text).map(blockMarkdown).join('\n\n')}\n`,
  );
  return `# ${escapeMarkdown(title)}\n\n${sections.join('\n')}`;
}

function blockMarkdown(block: CardBlock): string {
  return block.kind === 'text'
    ? escapeMarkdown(block.text)
    : block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/^(\s*)([-+]|\d+\.)(?=\s)/, '$1\\$2');
}
