// Packs every public package, installs the tarballs into an empty project as a user would, and uses them from ESM, CommonJS and TypeScript (bundler and node16 resolution). publint and attw look at each tarball first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-packed-'));
const run = (cwd, command, ...words) => execFileSync(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
const bin = (name) => join(root, 'node_modules', '.bin', name);
const manifests = readdirSync(join(root, 'packages'))
  .map((name) => ({ ...JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')), folder: join(root, 'packages', name) }))
  .filter((manifest) => manifest.private !== true);

const tarballs = manifests.map(({ name, folder: source }) => {
  run(source, 'pnpm', 'pack', '--pack-destination', folder);
  const file = `${name.replace('@', '').replace('/', '-')}-`;
  const tarball = join(folder, readdirSync(folder).find((entry) => entry.startsWith(file) && /^\d/.test(entry.slice(file.length))));
  run(source, bin('publint'), 'run', tarball, '--strict');
  run(source, bin('attw'), tarball, '--profile', 'node16');
  console.log(`${name}: publint and attw are content`);
  return [name, tarball];
});

const project = join(folder, 'project');
mkdirSync(project);
const versions = JSON.parse(readFileSync(join(root, 'packages/polyhead/package.json'), 'utf8')).dependencies;
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({
    private: true,
    type: 'module',
    dependencies: { ...Object.fromEntries(tarballs.map(([name, tarball]) => [name, `file:${tarball}`])), '@tensorflow/tfjs-core': versions['@tensorflow/tfjs-core'] },
    overrides: Object.fromEntries(tarballs.map(([name, tarball]) => [name, `file:${tarball}`])),
  }),
);
run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts');

const entries = manifests.flatMap((manifest) => Object.keys(manifest.publishConfig.exports).filter((key) => !key.endsWith('.json')).map((key) => manifest.name + key.slice(1)));
writeFileSync(join(project, 'use.mjs'), entries.map((entry, i) => `import * as part${i} from '${entry}';\nif (Object.keys(part${i}).length === 0) throw new Error('${entry} exports nothing');\n`).join(''));
writeFileSync(join(project, 'use.cjs'), entries.map((entry) => `if (Object.keys(require('${entry}')).length === 0) throw new Error('${entry} exports nothing');\n`).join(''));
run(project, process.execPath, 'use.mjs');
run(project, process.execPath, 'use.cjs');
console.log(`${entries.length} entries load as ESM and as CommonJS`);

writeFileSync(
  join(project, 'use.ts'),
  `import { type PredictionsOf, type FaceTasks, faceTasks } from 'polyhead';\n${entries.map((entry, i) => `import * as part${i} from '${entry}';`).join('\n')}\n` +
    `export const parts = [${entries.map((_, i) => `part${i}`).join(', ')}];\nexport const label = (p: PredictionsOf<FaceTasks>): 'male' | 'female' => p.gender.label;\n` +
    `// @ts-expect-error -- a misspelt task does not compile\nfaceTasks().raec;\n`,
);
for (const [module, resolution] of [['ESNext', 'bundler'], ['Node16', 'node16']]) {
  run(project, bin('tsc'), '--noEmit', '--strict', '--skipLibCheck', '--target', 'ES2022', '--lib', 'ES2023,DOM', '--types', '', '--module', module, '--moduleResolution', resolution, 'use.ts');
  console.log(`types compile with ${resolution} resolution`);
}
rmSync(folder, { recursive: true, force: true });
