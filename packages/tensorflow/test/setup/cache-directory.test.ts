import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory } from '../../src/setup/cache-directory';

test.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
  [{ POLYHEAD_CACHE: '/a/b', XDG_CACHE_HOME: '/c' }, 'linux', '/a/b'],
  [{ XDG_CACHE_HOME: '/c' }, 'linux', '/c/polyhead'],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', join(homedir(), '.cache/polyhead')],
  [{ POLYHEAD_CACHE: '' }, 'darwin', join(homedir(), '.cache/polyhead')],
  [{ LOCALAPPDATA: '/local', XDG_CACHE_HOME: '/c' }, 'win32', '/local/polyhead'],
])('the cache with %j on %s is %s', (env, platform, directory) => {
  expect(cacheDirectory(env, platform)).toBe(directory);
});
