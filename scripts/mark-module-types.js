// The second step of the build. Declarations for CommonJS (.d.cts) may import types of a package that is an ES module
// only if the import has a resolution mode (error TS1479). The sources have it; the bundler of declarations drops it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const esModules = ['vega-lite'];
const packages = join(import.meta.dirname, '..', 'packages');
const imports = new RegExp(`^import (?:type )?(\\{[^}]*\\}) from '(${esModules.join('|')})';$`, 'gm');

for (const name of readdirSync(packages)) {
  const dist = join(packages, name, 'dist');
  const files = readdirSync(join(packages, name)).includes('dist') ? readdirSync(dist) : [];
  for (const file of files.filter((entry) => entry.endsWith('.d.cts'))) {
    const text = readFileSync(join(dist, file), 'utf8');
    const marked = text.replace(imports, "import type $1 from '$2' with { 'resolution-mode': 'import' };");
    if (marked !== text) writeFileSync(join(dist, file), marked);
  }
}
