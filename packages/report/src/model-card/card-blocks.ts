/** A piece of a card's text: a paragraph, or a list. */
export type CardBlock =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'list'; readonly items: readonly string[] };

const mark = '- ';

/** The lines of a card's text: those that begin with `- ` are items of a list, any other one is a paragraph. */
export function cardBlocks(text: string): CardBlock[] {
  const blocks: CardBlock[] = [];
  for (const line of text.split('\n').filter((words) => words.trim() !== '')) {
    const last = blocks.at(-1);
    if (!line.startsWith(mark)) blocks.push({ kind: 'text', text: line });
    else if (last?.kind === 'list')
      blocks[blocks.length - 1] = { kind: 'list', items: [...last.items, line.slice(mark.length)] };
    else blocks.push({ kind: 'list', items: [line.slice(mark.length)] });
  }
  return blocks;
}

/** Lines of a card's text that are a list; an item is one line, whatever a label in it holds. */
export function listLines(items: readonly string[]): string[] {
  return items.map((item) => mark + item.replace(/\s*\n\s*/g, ' '));
}
