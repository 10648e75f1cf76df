// Writes docs/public-api.json: the kind of every public name of every entry, from TypeDoc's model, so that a change of
// the public surface shows in a diff. `--check`: fails if the file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { format } from 'prettier';

const root = join(import.meta.dirname, '..');
const file = join(root, 'docs/public-api.json');

const app = await Application.bootstrapWithPlugins({ plugin: [], logLevel: 'Error' });
const project = await app.convert();
if (project === undefined) throw new Error('TypeDoc did not read the sources');

/** Kind of a name; a re-export has the kind of what it points to. */
const kindOf = (reflection) => {
  const target = reflection.isReference() ? reflection.getTargetReflectionDeep() : reflection;
  return ReflectionKind.singularString(target.kind).toLowerCase();
};
const names = ({ children = [] }) =>
  Object.fromEntries(
    children.map((child) => [child.name, kindOf(child)]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
const modules = project.getChildrenByKind(ReflectionKind.Module).sort((a, b) => (a.name < b.name ? -1 : 1));
const api = Object.fromEntries(modules.map((module) => [module.name, names(module)]));
const text = await format(JSON.stringify(api), { parser: 'json' });

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/public-api.json differs from the sources: run node scripts/list-public-names.js');
    process.exitCode = 1;
  }
} else writeFileSync(file, text);
