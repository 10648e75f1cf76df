import { install } from '@polyhead/tensorflow';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import { join } from 'node:path';
import { CC, fakeMachine, type FakeMachineOptions, wheel } from './fake-machine';

const realRename = fs.rename;
const machines: ReturnType<typeof fakeMachine>[] = [];
const machineWith = (options?: FakeMachineOptions) => {
  const machine = fakeMachine(options);
  machines.push(machine);
  return machine;
};
afterEach(() => jest.restoreAllMocks());
afterAll(() => machines.forEach((machine) => machine.remove()));

describe('install', () => {
  test('tries what is there, the cache, the wheel and its own script, in this order', async () => {
    const machine = machineWith({ python: false, script: ownScript });
    const result = await install(machine.options(machine.project()));
    expect(result).toMatchObject({ way: 'script', tensorflow: '9.9.9' });
    expect([...new Set(machine.news.map(({ way }) => way))]).toEqual(['present', 'cache', 'wheel']);
  });

  test('leaves alone what works', async () => {
    const machine = machineWith();
    const project = machine.project();
    await install(machine.options(project));
    machine.calls.length = 0;
    expect(await install(machine.options(project))).toMatchObject({ way: 'present' });
    expect(machine.calls).toHaveLength(1);
  });

  test('rebuilds a library with operations of another version, and keeps it if no build is possible', async () => {
    const machine = machineWith();
    const project = machine.project();
    await install(machine.options(project));
    const kernels = join(machine.package(project), 'deps/lib/libpolyhead_kernels.so');
    writeFileSync(join(machine.package(project), 'other'), 'of another version');
    await fs.rename(join(machine.package(project), 'other'), kernels); // a separate file: that of the cache stays
    expect(await install({ ...machine.options(project), ways: ['present', 'script'] })).toMatchObject({
      way: 'present',
    });
    expect(machine.news.at(-1)?.message).toContain('operations are of another version');
    expect(await install(machine.options(project))).toMatchObject({ way: 'cache' });
    expect(readFileSync(kernels, 'utf8')).toBe('addon');
  });

  test('builds once per machine: the next project is served from the cache', async () => {
    const machine = machineWith();
    await install(machine.options(machine.project('first')));
    machine.calls.length = 0;
    expect(await install(machine.options(machine.project('second')))).toMatchObject({
      way: 'cache',
      tensorflow: '9.9.9',
    });
    expect(machine.calls.filter((call) => /pip|g\+\+|install\.js/.test(call))).toEqual([]);
  });

  test.each([
    ['truncated', (file: string) => truncateSync(file, 3), /has 3 bytes, expected/],
    [
      'altered',
      (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('tensorflow', 'tensorfl0w')),
      /has SHA-256/,
    ],
  ])('notices a %s library in the cache, and replaces it', async (_, damage, notice) => {
    const machine = machineWith();
    await install(machine.options(machine.project('first')));
    damage(join(machine.entry(), 'deps/lib', CC));
    machine.news.length = 0;
    expect(await install(machine.options(machine.project('second')))).toMatchObject({ way: 'wheel' });
    expect(machine.news.map(({ message }) => message).join()).toMatch(notice);
    expect(await install(machine.options(machine.project('third')))).toMatchObject({ way: 'cache' });
  });

  test('rejects a download with another SHA-256 than the pinned one, and installs nothing of it', async () => {
    const machine = machineWith({ served: 'something else' });
    const project = machine.project();
    await expect(install(machine.options(project))).rejects.toThrow(
      `was rejected: expected SHA-256 ${wheel.sha256}, got`,
    );
    expect(readdirSync(machine.package(project)).sort()).toEqual(['index.js', 'package.json']);
    expect(readdirSync(join(machine.cache, 'tensorflow'))).toEqual([]);
  });

  test.each<[string, FakeMachineOptions, RegExp]>([
    ['Python', { python: false }, /no Python 3 was found.*python3-pip/],
    ['pip and venv', { pip: false }, /has no pip, and making a virtual environment with one failed.*python3-pip/],
    ['C++ compiler', { compiler: false }, /no C\+\+ compiler was found.*g\+\+/],
  ])('says what to install where there is no %s', async (_, missing, message) => {
    const machine = machineWith(missing);
    await expect(install(machine.options(machine.project()))).rejects.toThrow(message);
  });

  test('gets pip from a virtual environment where Python has none', async () => {
    const machine = machineWith({ pip: false, venv: true });
    await install(machine.options(machine.project()));
    expect(machine.calls.find((call) => call.includes('pip download'))).toMatch(/^\S+venv\S+python/);
  });

  test('names every way and its reason when none works', async () => {
    const machine = machineWith({ compiler: false });
    const failure = install(machine.options(machine.project()));
    await expect(failure).rejects.toThrow(
      /^install: none of the ways \(present, cache, wheel, script\) made .* work:\n- present: its native addon is missing .*\n- cache: nothing in .*\n- wheel: no C.*\n- script: .*exited with code 1/,
    );
  });

  test('takes an addon away again that does not load', async () => {
    const machine = machineWith({ loads: false });
    const project = machine.project();
    await expect(install(machine.options(project))).rejects.toThrow('was ended by SIGSEGV');
    expect(existsSync(join(machine.package(project), 'lib/napi-v8/tfjs_binding.node'))).toBe(false);
    expect(readdirSync(join(machine.cache, 'tensorflow'))).toEqual([]);
  });

  test('works where no cache can be written', async () => {
    const machine = machineWith();
    const project = machine.project();
    const options = { ...machine.options(project), cache: join(machine.package(project), 'package.json') };
    expect(await install(options)).toMatchObject({ way: 'wheel' });
    expect(machine.news.at(-1)?.message).toContain('cannot be written');
  });

  test('two at the same time both end well', async () => {
    const machine = machineWith();
    const projects = ['one', 'two', 'three'].map(machine.project);
    const results = await Promise.all(
      [...projects, ...projects].map((project) => install({ ...machine.options(project), ways: ['wheel'] })),
    );
    expect(new Set(results.map(({ tensorflow }) => tensorflow))).toEqual(new Set(['9.9.9']));
    expect(await install({ ...machine.options(machine.project('last')), ways: ['cache'] })).toMatchObject({
      way: 'cache',
    });
    expect(readdirSync(join(machine.cache, 'tensorflow'))).toHaveLength(1);
  });

  test('never writes into a file that a package manager shares between projects', async () => {
    const machine = machineWith();
    const project = machine.project();
    const store = join(project, 'store');
    writeFileSync(store, 'shared');
    await install(machine.options(project));
    const addon = join(machine.package(project), 'lib/napi-v8/tfjs_binding.node');
    rmSync(addon);
    linkSync(store, addon);
    expect(await install(machine.options(project))).toMatchObject({ way: 'cache' });
    expect([readFileSync(store, 'utf8'), readFileSync(addon, 'utf8')]).toEqual(['shared', 'addon']);
  });

  test("runs tfjs-node's own script on a copy, and takes what it made", async () => {
    const machine = machineWith({ python: false, script: ownScript });
    const project = machine.project();
    const before = readFileSync(join(machine.package(project), 'package.json'), 'utf8');
    expect(await install(machine.options(project))).toMatchObject({ way: 'script' });
    expect(readFileSync(join(machine.package(project), 'package.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(machine.package(project), '..'))).toEqual(['tfjs-node']);
    expect(await install(machine.options(machine.project('second')))).toMatchObject({ way: 'cache' });
  });

  test('takes what its own script made where project and cache lie on different file systems', async () => {
    const machine = machineWith({ python: false, script: ownScript });
    jest.spyOn(fs, 'rename').mockImplementation(acrossFileSystems(machine.cache));
    expect(await install(machine.options(machine.project()))).toMatchObject({ way: 'script' });
    expect(await install(machine.options(machine.project('second')))).toMatchObject({ way: 'cache' });
  });

  test('blames the network only where the script itself failed', async () => {
    const machine = machineWith({ script: () => '' });
    await expect(install({ ...machine.options(machine.project()), ways: ['script'] })).rejects.toThrow(
      /- script: .*ENOENT(?!.*networks)/,
    );
    const offline = machineWith();
    await expect(install({ ...offline.options(offline.project()), ways: ['script'] })).rejects.toThrow(
      'exited with code 1 (it downloads the library from a host that many networks block)',
    );
  });

  test('gives up on an install script that downloads nothing', async () => {
    const machine = machineWith();
    const project = machine.project();
    mkdirSync(join(machine.package(project), 'scripts'));
    writeFileSync(join(machine.package(project), 'scripts/install.js'), 'setTimeout(() => {}, 60_000);');
    const options = { from: project, cache: machine.cache, ways: ['script'], stallSeconds: 0.2 } as const;
    await expect(install(options)).rejects.toThrow('the install script downloaded nothing for 0.2 s');
  });

  test('says how to add tfjs-node where it is missing', async () => {
    await expect(install({ from: '/nowhere' })).rejects.toThrow(
      'install: "@tensorflow/tfjs-node" was not found from /nowhere. Add it to the project first',
    );
  });
});

/** `rename` where the cache is a separate file system. */
function acrossFileSystems(cache: string): typeof fs.rename {
  return async (from, to) => {
    if (String(from).startsWith(cache) !== String(to).startsWith(cache))
      throw Object.assign(new Error('EXDEV: cross-device link not permitted'), { code: 'EXDEV' });
    return realRename(from, to);
  };
}

function ownScript(folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{}');
  mkdirSync(join(folder, 'lib/napi-v8'), { recursive: true });
  mkdirSync(join(folder, 'deps/lib'), { recursive: true });
  writeFileSync(join(folder, 'lib/napi-v8/tfjs_binding.node'), 'addon');
  writeFileSync(join(folder, 'deps/lib', CC), `tensorflow/${CC}`);
  return '';
}
