import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package's C++ sources, which `install` compiles. */
export function nativeSources(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../native' : '../native', here));
}

/** A short name for what the sources say: libraries made from others go by another. */
export function nativeRevision(): string {
  const hash = createHash('sha256');
  const files = readdirSync(nativeSources(), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(cc|h)$/.test(name));
  for (const name of files.sort()) hash.update(readFileSync(join(nativeSources(), name)));
  return hash.digest('hex').slice(0, 8);
}
