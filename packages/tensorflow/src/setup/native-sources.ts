import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { thisFile } from '../this-file';
import { PolyheadError } from '@polyhead/core';

/** Returns the folder of the C++ sources that `install` compiles. Throws INSTALL_FAILED if a bundler left it behind. */
export function nativeSources(): string {
  const folder = join(dirname(thisFile ?? ''), '..', 'native');
  if (existsSync(folder)) return folder;
  throw new PolyheadError(
    'INSTALL_FAILED',
    `install: the C++ sources of @polyhead/tensorflow are not in ${folder}, because a bundler moved its code. ` +
      'Run "polyhead install" in the project that you bundle, not in the bundle.',
    { where: 'install', path: folder },
  );
}
