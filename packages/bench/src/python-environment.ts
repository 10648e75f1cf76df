import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../.cache/bench-python', import.meta.url));

/** The Python of an environment with the pinned peers, made on the first call; BENCH_PYTHON names another one. */
export function pythonEnvironment(): string {
  const given = process.env['BENCH_PYTHON'];
  if (given !== undefined) return given;
  const requirements = scriptFile('requirements.txt');
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
