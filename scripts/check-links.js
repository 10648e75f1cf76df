// Follows every relative link of the README, the documentation and the packages' READMEs, with its anchor.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '..');
const pagesIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
const pages = [
  ...pagesIn('.'),
  ...pagesIn('docs'),
  ...readdirSync(join(root, 'packages')).flatMap((name) => pagesIn(join('packages', name))),
];

const proseOf = (file) => readFileSync(join(root, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
// As GitHub and typedoc make them: small letters, hyphens for spaces, no other marks.
const anchorsOf = (file) =>
  [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/ /g, '-'),
  );
const linksOf = (file) =>
  [
    ...proseOf(file)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));

const links = pages.flatMap((file) => linksOf(file).map((link) => ({ file, link })));
const dead = links.filter(({ file, link }) => {
  const [path, anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
});
for (const { file, link } of dead) console.error(`${file}: ${link} leads nowhere`);
console.log(`${links.length - dead.length} of ${links.length} links between pages lead somewhere`);
process.exit(dead.length === 0 ? 0 : 1);
