import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_REVISION } from '../src/setup/native-revision';

describe('the revision of the native libraries', () => {
  test('is the hash of C++ sources, flags and wheel: if this fails, copy it to native-revision.ts', () => {
    const folder = join(__dirname, '..');
    const sources = readdirSync(join(folder, 'native'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cc|h)$/.test(name))
      .sort();
    const hash = createHash('sha256');
    for (const file of [
      ...sources.map((name) => join('native', name)),
      'src/setup/compile-addon.ts',
      'src/setup/wheel.ts',
    ])
      hash.update(readFileSync(join(folder, file)));
    expect(NATIVE_REVISION).toBe(hash.digest('hex').slice(0, 8));
  });
});
