// Compiles every code example of the documentation: the `@example` blocks in the sources and the ```ts blocks of the
// Markdown pages.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// In the package that depends on all others, so that every import resolves as it would for a user.
const folder = join(root, 'packages/polyhead/.doc-examples');

const fences = /```ts\n([\s\S]*?)```/g;
const inComments = (text) =>
  [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) => comment.replace(/^[ \t]*\* ?/gm, '')).join('\n');
const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
const filesIn = (path, ending) =>
  readdirSync(join(root, path), { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(path, file));
const read = (file) => readFileSync(join(root, file), 'utf8');
const sources = packages
  .flatMap((path) => filesIn(join(path, 'src'), '.ts'))
  .map((file) => [file, inComments(read(file))]);
const pages = [
  'README.md',
  ...filesIn('docs', '.md').filter((file) => !file.startsWith(join('docs', 'site'))),
  ...packages.map((path) => join(path, 'README.md')),
]
  .filter((file) => existsSync(join(root, file)))
  .map((file) => [file, read(file)]);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let count = 0;
for (const [file, text] of [...sources, ...pages]) {
  for (const [, code] of text.matchAll(fences)) {
    writeFileSync(
      join(folder, `${file.replace(/[^A-Za-z0-9]+/g, '_')}_${count++}.ts`),
      `// from ${file}\nexport {};\n${code}`,
    );
  }
}
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({ extends: '../../../tsconfig.base.json', include: ['*.ts'] }),
);
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
  stdio: 'inherit',
});
if (status === 0) rmSync(folder, { recursive: true, force: true });
console.log(`${count} examples of the documentation ${status === 0 ? 'compile' : 'were compiled, and some do not'}`);
process.exit(status ?? 1);
