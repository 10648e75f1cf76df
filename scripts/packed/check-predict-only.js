import { copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docBlock } from './doc-block.js';

/**
 * Installs what docs/bundling.md names for a server that only predicts, runs its program, and throws if Vega comes
 * with it.
 *
 * @param folder An empty folder.
 * @param tarballs The address of each package's tarball, by its name.
 * @param saved A folder with a saved model, `model`, and an image, `image.png`.
 * @param run Runs a command in a folder.
 */
export function checkPredictOnly(folder, tarballs, saved, run) {
  mkdirSync(join(folder, 'models'), { recursive: true });
  const names = docBlock('Only predictions', 'sh')
    .trim()
    .split(/[\s\\]+/)
    .slice(2);
  const dependencies = Object.fromEntries(names.map((name) => [name, tarballs[name] ?? '*']));
  const manifest = { private: true, type: 'module', dependencies, overrides: tarballs };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts');
  cpSync(join(saved, 'model'), join(folder, 'models/faces'), { recursive: true });
  copyFileSync(join(saved, 'image.png'), join(folder, 'someone.jpg'));
  writeFileSync(join(folder, 'predict.mjs'), docBlock('Only predictions', 'ts'));
  const printed = run(folder, process.execPath, 'predict.mjs');
  if (!/label: '(yes|no)'/.test(printed)) throw new Error(`the program that only predicts printed ${printed}`);
  if (existsSync(join(folder, 'node_modules/vega')) || existsSync(join(folder, 'node_modules/vega-lite')))
    throw new Error('a server that only predicts installs Vega');
}
