import * as polyhead from 'polyhead';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const packages = Object.keys(manifest.dependencies).filter((name) => name.startsWith('@polyhead/'));
const entries = [...packages, ...['model', 'report', 'training'].map((name) => `@polyhead/${name}/node`)];
/** Names that differ from those of the package, because they would say too little next to those of other packages. */
const renamed: Record<string, string> = {
  installTensorFlow: 'install',
  tensorFlowDoctor: 'doctor',
  tensorFlowStatus: 'tensorflowStatus',
};
/** Functions of `polyhead` itself, which combine several packages. */
const combined = ['checkpoints', 'loadPredictor', 'saveModel', 'useEngine', 'writeReport'];

describe('polyhead', () => {
  test('re-exports functions and constants of the packages unchanged', async () => {
    const modules = await Promise.all(entries.map(async (name) => (await import(name)) as Record<string, unknown>));
    const changed = Object.entries(polyhead).filter(
      ([name, value]) => !combined.includes(name) && !modules.some((module) => module[renamed[name] ?? name] === value),
    );
    expect(changed.map(([name]) => name)).toEqual([]);
  });

  test('has at most 140 functions and constants', () => {
    expect(Object.keys(polyhead).length).toBeLessThanOrEqual(140);
    expect(Object.keys(polyhead)).toEqual(expect.arrayContaining(combined));
  });

  test('exports no argument checks and no internals of engines and steps', () => {
    expect(Object.keys(polyhead).filter((name) => /^(assert|register|processState)|Step$|State$/.test(name))).toEqual(
      [],
    );
  });

  test('imports every package of the workspace that is public', () => {
    const names = ['batches', 'core', 'dataset', 'metrics', 'model', 'report', 'tensorflow', 'training', 'wasm'];
    expect(packages.sort()).toEqual(names.map((name) => `@polyhead/${name}`));
  });
});
