import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '4.18.1';

/**
 * Installs the tarballs with Yarn's Plug'n'Play, which has no node_modules and lets a package import only what it
 * declares, and runs a program and the command there.
 *
 * @param folder An empty folder.
 * @param tarballs The address of each package's tarball, by its name.
 * @param program A program that uses polyhead.
 */
export function checkYarn(folder, tarballs, program) {
  mkdirSync(folder);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { polyhead: tarballs.polyhead },
    resolutions: tarballs,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, '.yarnrc.yml'), 'nodeLinker: pnp\npnpFallbackMode: none\nenableTelemetry: false\n');
  writeFileSync(join(folder, 'yarn.lock'), '');
  copyFileSync(program, join(folder, 'program.mjs'));
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const env = { ...process.env, YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_SCRIPTS: 'false' };
  const yarn = (...words) => {
    const all = ['-y', '--loglevel=error', '-p', `@yarnpkg/cli-dist@${version}`, 'yarn', ...words];
    return spawnSync('npx', all, { cwd: folder, env, encoding: 'utf8' });
  };
  const expectDone = ({ status, stdout, stderr }, isDone = status === 0) => {
    if (!isDone) throw new Error(`with Yarn's Plug'n'Play (exit code ${status}):\n${stdout}${stderr}`);
  };
  expectDone(yarn('install', '--no-immutable'));
  expectDone(yarn('node', 'program.mjs'));
  const doctor = yarn('polyhead', 'doctor'); // its exit code says that native TensorFlow is not installed
  expectDone(doctor, /^ok +node\b/m.test(doctor.stdout));
}
