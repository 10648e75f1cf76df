import type { Block, Section } from './block';
import { html, type Html } from './html';
import { renderFigure } from './render-figure';
import { renderGallery } from './render-gallery';
import { renderTable } from './render-table';

/** A section with its heading and its blocks in order. */
export async function renderSection({ id, title, blocks }: Section): Promise<Html> {
  const shown: Html[] = [];
  // Headings go down one level at a time: figures below a heading of the section are one level deeper.
  let level: 3 | 4 = 3;
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'heading') level = 4;
    shown.push(await showBlock(block, `${id}-${index + 1}`, level));
  }
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${shown}</section>
`;
}

async function showBlock(block: Block, id: string, level: 3 | 4): Promise<Html> {
  switch (block.kind) {
    case 'text':
      return html`<p>${block.text}</p>`;
    case 'heading':
      return html`<h3>${block.text}</h3>`;
    case 'notice':
      return html`<p class="notice"><strong>Note.</strong> ${block.text}</p>`;
    case 'list':
      return html`<ul class="list${isShort(block.items) && ' short'}">${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case 'tiles':
      return html`<dl class="tiles">${block.tiles.map(({ label, value, detail }) => html`<div><dt>${label}</dt><dd><b>${value}</b>${detail !== undefined && html`<span>${detail}</span>`}</dd></div>`)}</dl>`;
    case 'facts':
      return html`<dl class="facts${block.facts.some(([, text]) => typeof text !== 'string') && ' long'}">${await Promise.all(block.facts.map(async ([term, text], place) => html`<div><dt>${term}</dt><dd>${typeof text === 'string' ? text : await showBlocks(text, `${id}-${place + 1}`, level)}</dd></div>`))}</dl>`;
    case 'table':
      return block.folded === true
        ? html`<details><summary>${block.table.caption}</summary>${renderTable(block.table)}</details>`
        : renderTable(block.table);
    case 'pre':
      return html`<details><summary>${block.label}</summary><div class="scroll" role="group" aria-label="${block.label}" tabindex="0"><pre>${block.text}</pre></div></details>`;
    case 'figures':
      return html`<div class="figures">${await Promise.all(block.figures.map((figure, place) => renderFigure(figure, `${id}-${place + 1}`, level)))}</div>`;
    case 'gallery':
      return renderGallery(block.label, block.cards, block.small ?? false);
    case 'beside':
      return html`<div class="beside">${await renderFigure(block.figure, `${id}-0`, level)}<div>${await showBlocks(block.blocks, id, level)}</div></div>`;
  }
}

function showBlocks(blocks: readonly Block[], id: string, level: 3 | 4): Promise<Html[]> {
  return Promise.all(blocks.map((block, place) => showBlock(block, `${id}-${place + 1}`, level)));
}

/** Whether the items of a list fit side by side. */
function isShort(items: readonly string[]): boolean {
  return items.length > 3 && items.every((item) => item.length < 60);
}
