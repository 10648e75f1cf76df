// Packs every public package, installs the tarballs into an empty project as a user would, and uses them from ESM,
// CommonJS and TypeScript (bundler and node16 resolution). publint and attw look at each tarball first.
// `--nodes 22,24`: uses them from those versions of Node as well, which come from the npm package `node`.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundleWithRollup } from './packed/bundle-with-rollup.js';
import { checkPredictOnly } from './packed/check-predict-only.js';
import { checkYarn } from './packed/check-yarn.js';

const { nodes } = parseArgs({ options: { nodes: { type: 'string', default: '' } } }).values;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-packed-'));
const run = (cwd, command, ...words) =>
  execFileSync(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
// By pnpm itself where pnpm runs this script.
const pnpm = process.env.npm_execpath?.includes('pnpm')
  ? [process.execPath, process.env.npm_execpath]
  : ['npx', '-y', 'pnpm@10'];
const bin = (name) => join(root, 'node_modules', '.bin', name);
const manifests = readdirSync(join(root, 'packages'))
  .map((name) => ({
    ...JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
    folder: join(root, 'packages', name),
  }))
  .filter((manifest) => manifest.private !== true);

// npm makes provenance in continuous integration alone, and what a manifest says wins over the environment: so the
// manifests are silent, for the release by hand, and the workflow asks for it.
const workflow = readFileSync(join(root, '.github/workflows/publish.yml'), 'utf8');
if (!/^\s+NPM_CONFIG_PROVENANCE: true$/m.test(workflow) || !/^\s+id-token: write\b/m.test(workflow))
  throw new Error(
    'publish.yml must set NPM_CONFIG_PROVENANCE: true and have the permission id-token: write, or releases lose their provenance',
  );
const asking = manifests.filter(({ publishConfig }) => 'provenance' in publishConfig);
if (asking.length > 0)
  throw new Error(
    `publishConfig.provenance in ${asking.map(({ name }) => name).join(', ')} makes a release by hand fail (CONTRIBUTING.md): leave it to publish.yml`,
  );

// Packages that the built files import: each must be declared, as a clean install has no others.
const imported = (source) => {
  const files = readdirSync(join(source, 'dist')).filter((file) => /\.(js|cjs|d\.c?ts)$/.test(file));
  const texts = files.map((file) =>
    readFileSync(join(source, 'dist', file), 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, ''),
  );
  const words = texts.flatMap((text) =>
    [
      ...text.matchAll(
        /^(?:(?:import|export|\}|var|const)[^'"\n]*(?:from |require\()|import |require\()['"](@?[a-z][\w:./-]*)['"]|\bimport\(\s*['"](@?[a-z][\w:./-]*)['"]/gm,
      ),
    ].map(([, word, inside]) => word ?? inside),
  );
  const names = words.map((word) =>
    word
      .split('/')
      .slice(0, word.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  return [...new Set(names)].filter((name) => !isBuiltin(name));
};

const tarballs = manifests.map(({ name, folder: source, dependencies, peerDependencies }) => {
  const undeclared = imported(source).filter((other) => !(other in { ...dependencies, ...peerDependencies }));
  if (undeclared.length > 0)
    throw new Error(`${name} imports ${undeclared.join(', ')}, which its package.json does not declare`);
  run(source, ...pnpm, 'pack', '--pack-destination', folder);
  const file = `${name.replace('@', '').replace('/', '-')}-`;
  const tarball = join(
    folder,
    readdirSync(folder).find((entry) => entry.startsWith(file) && /^\d/.test(entry.slice(file.length))),
  );
  run(source, bin('publint'), 'run', tarball, '--strict');
  run(source, bin('attw'), tarball, '--profile', 'node16');
  console.log(`${name}: publint and attw are content`);
  return [name, tarball];
});

const addresses = Object.fromEntries(tarballs.map(([name, tarball]) => [name, `file:${tarball}`]));
const oldestTypeScript = '5.4.5'; // docs/getting-started.md says so
const project = join(folder, 'project');
mkdirSync(project);
const versions = JSON.parse(readFileSync(join(root, 'packages/polyhead/package.json'), 'utf8')).dependencies;
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({
    private: true,
    type: 'module',
    dependencies: {
      ...addresses,
      '@tensorflow/tfjs-core': versions['@tensorflow/tfjs-core'],
      typescript: oldestTypeScript,
    },
    overrides: addresses,
  }),
);
run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts');

const entries = manifests.flatMap((manifest) =>
  Object.keys(manifest.publishConfig.exports)
    .filter((key) => !key.endsWith('.json'))
    .map((key) => manifest.name + key.slice(1)),
);
writeFileSync(
  join(project, 'use.mjs'),
  entries
    .map(
      (entry, i) =>
        `import * as part${i} from '${entry}';\nif (Object.keys(part${i}).length === 0) throw new Error('${entry} exports nothing');\n`,
    )
    .join(''),
);
writeFileSync(
  join(project, 'use.cjs'),
  entries
    .map((entry) => `if (Object.keys(require('${entry}')).length === 0) throw new Error('${entry} exports nothing');\n`)
    .join(''),
);

// A whole small run: one registry of engines, one copy of tfjs, weights that reach the disk, in each module system.
const smallRun = async (load) => {
  const [
    {
      adam,
      arrayBatches,
      buildNetwork,
      binary,
      branch,
      denseBlock,
      evaluate,
      flatten,
      loadModel,
      saveModel,
      train,
      useEngine,
    },
    { registerTrainStep },
    { rm },
  ] = await Promise.all([load('polyhead'), load('@polyhead/training'), load('node:fs/promises')]);
  await useEngine('wasm');
  let asked = 0;
  registerTrainStep('wasm', async () => void asked++);
  const tasks = { bright: binary(['no', 'yes']) };
  const network = buildNetwork({
    imageShape: [4, 4, 1],
    tasks,
    branches: { bright: branch([flatten(), denseBlock(4)]) },
    seed: 1,
  });
  const images = Uint8Array.from({ length: 8 * 16 }, (_, i) => (i < 64 ? 20 : 230));
  const source = arrayBatches(
    { images, shape: [4, 4, 1], values: { bright: [0, 0, 0, 0, 1, 1, 1, 1] } },
    { tasks, batchSize: 4, seed: 1 },
  );
  const { epochs } = await train(network, { training: source, epochs: 2, optimizer: adam({ learningRate: 0.01 }) });
  await saveModel(network, 'small-run-model');
  const { loss } = await evaluate(await loadModel('small-run-model', { tasks }), source);
  await rm('small-run-model', { recursive: true });
  if (asked !== 1 || epochs.length !== 2 || !Number.isFinite(loss))
    throw new Error(`the small run went wrong: ${JSON.stringify({ asked, epochs, loss })}`);
  process.exit(0); // threads of wasm
};
for (const [file, load] of [
  ['run.mjs', 'import(name)'],
  ['run.cjs', 'Promise.resolve(require(name))'],
]) {
  writeFileSync(join(project, file), `(${smallRun})((name) => ${load});\n`);
}
const otherNodes = nodes
  .split(',')
  .filter((version) => version !== '')
  .map((version) =>
    run(folder, 'npx', '-y', '--loglevel=error', '-p', `node@${version}`, 'node', '-p', 'process.execPath').trim(),
  );
for (const node of [process.execPath, ...otherNodes]) {
  const version = run(project, node, '--version').trim();
  for (const file of ['use.mjs', 'use.cjs']) run(project, node, file);
  console.log(`${entries.length} entries load as ESM and as CommonJS, on Node ${version}`);
  for (const file of ['run.mjs', 'run.cjs']) run(project, node, file);
  console.log(`a network trains, is saved, loaded and evaluated in both, on Node ${version}`);
}

// One bundled file in a folder without node_modules, with the .wasm file that docs/bundling.md says to copy beside it.
const bundledProgram = async () => {
  const polyhead = await import('polyhead');
  const { readFile, writeFile } = await import('node:fs/promises');
  const { adam, buildNetwork, binary, branch, denseBlock, flatten, imageBatches, loadPredictor, train } = polyhead;
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await writeFile('image.png', Buffer.from(png, 'base64'));
  const tasks = { bright: binary(['no', 'yes']) };
  const branches = { bright: branch([flatten(), denseBlock(4)]) };
  const network = buildNetwork({ imageShape: [4, 4, 3], tasks, branches, seed: 1 });
  const { name } = await polyhead.useEngine('wasm');
  const records = ['no', 'yes'].map((bright) => ({ file: 'image.png', bright }));
  const sources = [0, 2].map((workers) => imageBatches(records, { tasks, imageSize: 4, cache: 'none', workers }));
  for (const training of sources) await train(network, { training, epochs: 1, optimizer: adam() });
  await polyhead.saveModel(network, 'model');
  const predictor = await loadPredictor('model', { tasks });
  const { bright } = await predictor.predict(await readFile('image.png'));
  const history = await train(network, { training: sources[0], epochs: 2, optimizer: adam() });
  const { page } = await polyhead.writeReport('report.html', { history });
  const hasFigure = (await readFile(page, 'utf8')).includes('<svg');
  if (name !== 'wasm' || !['no', 'yes'].includes(bright.label) || !hasFigure)
    throw new Error(`the bundled program went wrong: ${JSON.stringify({ name, bright, hasFigure })}`);
  process.exit(0); // threads of wasm
};
writeFileSync(join(project, 'bundle.mjs'), `import 'polyhead';\n(${bundledProgram})();\n`);
const bundle = join(project, 'bundle.mjs');
const withEsbuild = (format) => (outfile) =>
  build({
    entryPoints: [bundle],
    outfile,
    bundle: true,
    platform: 'node',
    format,
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
for (const [name, file, bundler] of [
  ['esbuild, esm', 'app.mjs', withEsbuild('esm')],
  ['esbuild, cjs', 'app.cjs', withEsbuild('cjs')],
  ['Rollup', 'app.mjs', (outfile) => bundleWithRollup(bundle, outfile)],
]) {
  const bundleFolder = mkdtempSync(join(folder, 'bundle-'));
  await bundler(join(bundleFolder, file));
  const wasm = 'tfjs-backend-wasm-simd.wasm';
  copyFileSync(join(project, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', wasm), join(bundleFolder, wasm));
  run(bundleFolder, process.execPath, file);
  console.log(`a bundle trains, decodes in threads, predicts and reports: ${name}`);
}
run(project, process.execPath, 'bundle.mjs');
checkPredictOnly(join(folder, 'predict-only'), addresses, project, run);
console.log('a server that only predicts needs no Vega');
checkYarn(join(folder, 'yarn'), addresses, bundle);
console.log("the same program and the command run with Yarn's Plug'n'Play");
run(project, join(project, 'node_modules/.bin/polyhead'), '--help');

const use = (importPart) =>
  `${importPart('{ type PredictionsOf, type FaceTasks, faceTasks }', 'polyhead')}${entries.map((entry, i) => importPart(`part${i}`, entry)).join('')}` +
  `export const parts = [${entries.map((_, i) => `part${i}`).join(', ')}];\nexport const label = (p: PredictionsOf<FaceTasks>): 'male' | 'female' => p.gender.label;\n` +
  `// @ts-expect-error -- a misspelled task does not compile\nfaceTasks().raec;\n`;
writeFileSync(
  join(project, 'use.ts'),
  use((what, entry) => `import ${what.startsWith('{') ? what : `* as ${what}`} from '${entry}';\n`),
);
writeFileSync(
  join(project, 'use.cts'),
  use((what, entry) =>
    what.startsWith('{') ? `import ${what} from '${entry}';\n` : `import ${what} = require('${entry}');\n`,
  ),
);
// Declarations of other packages, tfjs among them, have errors without skipLibCheck: only errors in the program and in
// declarations of polyhead count.
const compile = (compiler) => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0 && !stdout.includes('error TS')) throw new Error(`${compiler} failed: ${stdout}${stderr}`);
  const errors = stdout
    .split('\n')
    .filter((line) => /error TS\d+/.test(line) && !/node_modules\/(?!@?polyhead\/)/.test(line));
  if (errors.length > 0) throw new Error(`types do not compile with ${compiler}:\n${errors.join('\n')}`);
};
const compilers = [
  [`TypeScript ${oldestTypeScript}`, join(project, 'node_modules/typescript/bin/tsc')],
  ["the workspace's TypeScript", join(root, 'node_modules/typescript/bin/tsc')],
];
for (const [module, moduleResolution, files] of [
  ['ESNext', 'bundler', ['use.ts']],
  ['Node16', 'node16', ['use.ts', 'use.cts']],
]) {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    types: [],
    module,
    moduleResolution,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  for (const [name, compiler] of compilers) {
    compile(compiler);
    console.log(`types compile with ${moduleResolution} resolution and ${name}: ${files.join(', ')}`);
  }
}
const homeless = manifests.filter(({ repository }) => repository === undefined);
if (homeless.length > 0)
  console.log(
    `reminder: no "repository" in ${homeless.map(({ name }) => name).join(', ')}; npm asks for it before the first release (CONTRIBUTING.md)`,
  );
rmSync(folder, { recursive: true, force: true });
