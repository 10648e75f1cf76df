import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every module that a source file reaches, files by path and packages by name. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  // Examples in comments begin with a star, so that they do not count.
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
    /(?:^(?:import|export) [^;]*? from |import\()'([^']+)'/gm,
  )) {
    const path = join(dirname(file), `${from}.ts`);
    if (from.startsWith('.')) expect([from, existsSync(path)]).toEqual([from, true]);
    if (from.startsWith('.')) reach(path, seen);
    else seen.add(from);
  }
  return seen;
}

describe('the main entry', () => {
  test('reaches nothing of Node, so that a browser can use it', () => {
    const packages = [...reach(join(__dirname, '../src/index.ts'))].filter((module) => !module.endsWith('.ts'));
    expect(packages.sort()).toEqual(['@polyhead/core', '@polyhead/metrics', 'vega', 'vega-lite']);
  });
});
