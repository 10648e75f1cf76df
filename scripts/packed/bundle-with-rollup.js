import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rollup } from 'rollup';
import { docBlock } from './doc-block.js';

/**
 * Bundles a program with the configuration that docs/bundling.md shows for Rollup.
 *
 * @param input The program.
 * @param file The bundle to write.
 */
export async function bundleWithRollup(input, file) {
  const folder = join(import.meta.dirname, '../../.cache'); // inside the workspace, which has the plugins
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, `rollup-${process.pid}.config.mjs`);
  writeFileSync(configFile, docBlock('Rollup', 'js'));
  const { default: config } = await import(pathToFileURL(configFile).href);
  const bundle = await rollup({ ...config, input, logLevel: 'silent' });
  await bundle.write({ ...config.output, file });
  await bundle.close();
}
