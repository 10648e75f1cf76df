import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

describe("the kernels' binary", () => {
  it('is what the sources in assembly/ compile to, and stays small', () => {
    const text = execFileSync(process.execPath, [join(__dirname, '../scripts/build-kernels.mjs'), '--check'], {
      encoding: 'utf8',
    });
    const sizes = [...text.matchAll(/(\d+) bytes/g)].map(([, size]) => Number(size));
    expect(sizes).toHaveLength(2);
    sizes.forEach((size) => {
      expect(size).toBeLessThan(60_000);
    });
  });
});
