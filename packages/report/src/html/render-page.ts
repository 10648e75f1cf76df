import type { Section } from './block';
import { html } from './html';
import { unsafeHtml } from './html';
import { pageStyle } from './page-style';
import { renderSection } from './render-section';

/** What the head of the page says. */
export interface PageHead {
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
}

/** Nothing may load or run: images come as data, styles are in the page. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** The whole page: one file, no script, no reference to anything outside. */
export async function renderPage({ title, subtitle }: PageHead, sections: readonly Section[]): Promise<string> {
  const shown = [];
  for (const section of sections) shown.push(await renderSection(section));
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<style>${unsafeHtml(pageStyle)}</style></head>
<body><a class="skip" href="#${sections[0]?.id ?? 'top'}">Skip to the content</a>
<header id="top"><h1>${title}</h1><p>${subtitle}</p>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header>
<main>${shown}</main>
<footer><p>Written by polyhead. All numbers of this page are in the JSON file beside it, where there is one.</p></footer></body></html>
`;
  return page.toString();
}
