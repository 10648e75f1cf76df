// What the site needs beyond typedoc.json: links to a package's README lead to the page of its module, SECURITY.md is a
// page with a title, and no link of a page leads nowhere or to raw Markdown.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Converter, RendererEvent } from 'typedoc';

const root = join(import.meta.dirname, '..').replaceAll('\\', '/');

/** The READMEs of the packages are the texts of their modules already: a page each is enough. */
function placeReadmes({ project }) {
  for (const folder of readdirSync(join(root, 'packages')).map((name) => `${root}/packages/${name}`)) {
    const { name } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const module = project.children.find((child) => child.name === name);
    if (module !== undefined) project.files.registerReflectionPath(`${folder}/README.md`, module);
  }
}

// GitHub would show the front matter that gives other pages their titles.
function nameSecurity({ project }) {
  const page = project.documents?.find(({ name }) => name === 'SECURITY');
  if (page !== undefined) page.name = 'Report a weakness';
}

/** Every link between pages that leads nowhere, or to a file that browsers show as plain text. */
function badLinks(site) {
  const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith('.html'));
  return pages.flatMap((page) => {
    const html = readFileSync(join(site, page), 'utf8');
    const links = new Set(
      [...html.matchAll(/<a [^>]*?href="([^"#]+)(?:#[^"]*)?"/g)]
        .map(([, link]) => link)
        .filter((link) => !/^[a-z]+:/.test(link)),
    );
    return [...links]
      .filter((link) => link.endsWith('.md') || !existsSync(join(site, dirname(page), decodeURI(link))))
      .map((link) => `${page}: ${link}`);
  });
}

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, nameSecurity);
  app.converter.on(Converter.EVENT_RESOLVE_END, placeReadmes);
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    for (const link of badLinks(outputDirectory)) app.logger.error(`${link} leads nowhere, or to raw Markdown`);
  });
}
