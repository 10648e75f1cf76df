import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The per-user cache: POLYHEAD_CACHE, else `polyhead` in %LOCALAPPDATA% (Windows), in XDG_CACHE_HOME, or in ~/.cache.
 */
export function cacheDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (isGiven(env['POLYHEAD_CACHE'])) return resolve(env['POLYHEAD_CACHE']);
  if (platform === 'win32' && isGiven(env['LOCALAPPDATA'])) return join(env['LOCALAPPDATA'], 'polyhead');
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG specification asks to ignore relative paths.
  return join(isGiven(xdg) && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'polyhead');
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
