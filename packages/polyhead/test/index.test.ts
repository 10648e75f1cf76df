import * as polyhead from 'polyhead';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const parts = Object.keys(manifest.dependencies).filter((name) => name.startsWith('@polyhead/'));
/**
 * Names that would say too little beside those of other packages: the umbrella renames them or leaves them to their
 * package.
 */
const renamed: Record<string, readonly string[]> = {
  '@polyhead/tensorflow': [
    'bfloat16Support',
    'compile',
    'compiledPredictStep',
    'compiledStep',
    'doctor',
    'install',
    'loadTensorFlow',
    'registerKernels',
    'tensorflowStatus',
    'threadedStep',
    'TraceError',
    'useTensorFlow',
  ],
  '@polyhead/wasm': ['customKernelNames', 'registerKernels'],
};

describe('polyhead', () => {
  test.each(parts)('gives out every public name of %s', async (name) => {
    const part = (await import(name)) as Record<string, unknown>;
    const missing = Object.keys(part).filter((key) => !(renamed[name] ?? []).includes(key) && !(key in polyhead));
    expect(missing).toEqual([]);
  });

  test('imports every package of the workspace that is public', () => {
    const packages = ['batches', 'core', 'dataset', 'metrics', 'model', 'report', 'tensorflow', 'training', 'wasm'];
    expect(parts.sort()).toEqual(packages.map((name) => `@polyhead/${name}`));
  });
});
