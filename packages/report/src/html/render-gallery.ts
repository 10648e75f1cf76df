import type { GalleryCard, GalleryField } from './block';
import { html, type Html } from './html';

/** Images in a grid, each with what is true and what was predicted. */
export function renderGallery(label: string, cards: readonly GalleryCard[], small: boolean): Html {
  return html`<ul class="polyhead-gallery${small && ' small'}" aria-label="${label}">${cards.map(showCard)}</ul>`;
}

function showCard({ image, name, lines }: GalleryCard): Html {
  const figure =
    image === undefined
      ? html`<div class="none">no image</div>`
      : html`<img src="${image}" alt="Image ${name}" decoding="async">`;
  return html`<li>${figure}<p title="${name}">${name}</p><dl>${lines.map(showLine)}</dl></li>`;
}

/** Right and wrong are told by a sign and by words, not by color alone. */
function showLine({ task, truth, predicted, right, detail }: GalleryField): Html {
  const extra = detail !== undefined && html` <small>${detail}</small>`;
  if (right === true)
    return html`<dt>${task}</dt><dd>${truth} <span class="right" aria-hidden="true">✓</span><span class="said">, predicted right</span>${extra}</dd>`;
  const sign =
    right === undefined
      ? html`<span aria-hidden="true">→</span>`
      : html`<span class="wrong" aria-hidden="true">✗</span>`;
  return html`<dt>${task}</dt><dd>${truth} ${sign}<span class="said">, predicted as</span> ${predicted}${extra}</dd>`;
}
