import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NATIVE_REVISION } from './native-revision';
import { NAPI_VERSION } from './find-tfjs-node';

/** The cache's folder of bundles for one version of tfjs-node on this kind of machine. */
export function cacheEntry(cache: string, version: string): string {
  return join(
    cache,
    'tensorflow',
    `tfjs-node-${version}-${process.platform}-${process.arch}-napi${NAPI_VERSION}-${NATIVE_REVISION}`,
  );
}

/**
 * A fresh folder to work in: inside the cache, so that results can be renamed into it; else (read-only home) in the
 * system's temporary folder.
 */
export async function makeWorkDirectory(cache: string): Promise<string> {
  const parent = join(cache, 'tensorflow');
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent);
    return await mkdtemp(join(parent, WORK_PREFIX));
  } catch {
    return await mkdtemp(join(tmpdir(), 'polyhead-tensorflow-'));
  }
}

/**
 * Moves a finished bundle into the cache, replacing what was there, which stays otherwise. Returns false where the
 * cache cannot be written: all works without.
 */
export async function publishBundle(bundle: string, entry: string): Promise<boolean> {
  const old = join(entry, '..', `${WORK_PREFIX}old-${randomUUID()}`);
  await rename(entry, old).catch(() => undefined);
  const published = await rename(bundle, entry).then(
    () => true,
    () => false,
  );
  if (!published) await rename(old, entry).catch(() => undefined);
  await rm(old, { recursive: true, force: true }).catch(() => undefined);
  return published;
}

const WORK_PREFIX = '.work-';
const ONE_DAY_MS = 86_400_000;

/**
 * Removes what installs that were killed left behind more than a day ago, and bundles of other revisions that are older
 * than a month: packages keep what they took. What another user owns stays.
 */
async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const lifetime = name.startsWith(WORK_PREFIX)
      ? ONE_DAY_MS
      : name.endsWith(`-${NATIVE_REVISION}`)
        ? Infinity
        : 30 * ONE_DAY_MS;
    const folder = join(parent, name);
    const age = Date.now() - (await stat(folder).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > lifetime) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
