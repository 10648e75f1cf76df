import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The Python of an environment with the pinned peers, those of networks or of metrics, made on the first call;
 * BENCH_PYTHON names another one.
 */
export function pythonEnvironment(peers: 'networks' | 'metrics' = 'networks'): string {
  const given = process.env['BENCH_PYTHON'];
  if (given !== undefined) return given;
  const suffix = peers === 'networks' ? '' : `-${peers}`;
  const folder = fileURLToPath(new URL(`../../../.cache/bench-python${suffix}`, import.meta.url));
  const requirements = scriptFile(`requirements${suffix}.txt`);
  const stamp = join(folder, 'installed.txt');
  const python = join(folder, 'bin', 'python');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  rmSync(folder, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
  return python;
}

/** Path of a file beside the Python programs. */
export function scriptFile(name: string): string {
  return fileURLToPath(new URL(`../python/${name}`, import.meta.url));
}
