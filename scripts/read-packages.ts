import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageBox } from './draw-packages';

/** Public packages with what they import, from the manifests in a folder of packages. */
export async function readPackages(folder: string): Promise<PackageBox[]> {
  const names = (await readdir(folder)).sort();
  const manifests = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name, 'package.json'), 'utf8'))),
  );
  return manifests
    .filter((manifest) => manifest.private !== true)
    .map((manifest) => {
      const imports = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
      const short = (name: string): string => name.replace('@polyhead/', '');
      return {
        name: short(manifest.name),
        imports: imports.filter((name) => name.startsWith('@polyhead/')).map(short),
        others: imports.filter((name) => !name.startsWith('@polyhead/')),
      };
    });
}
