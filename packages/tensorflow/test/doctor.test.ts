import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { doctor, install } from '@polyhead/tensorflow';
import { fakeMachine } from './fake-machine';

describe('doctor', () => {
  test('finds all well after an install', async () => {
    const machine = fakeMachine();
    const project = machine.project();
    await install(machine.options(project));
    const { ok, checks } = await doctor(machine.options(project));
    expect(ok).toBe(true);
    expect(checks.filter((check) => !check.ok && check.name !== 'wheel')).toEqual([]);
    expect(checks.find(({ name }) => name === 'tensorflow')?.found).toBe('9.9.9, loads and computes');
    machine.remove();
  });

  test('tells where training is slower, as the library has no operations of polyhead', async () => {
    const machine = fakeMachine({ operations: false });
    const project = machine.project();
    await install(machine.options(project));
    expect(machine.news.map(({ message }) => message).join()).toContain('continues without the custom operations');
    const { ok, checks } = await doctor(machine.options(project));
    expect(ok).toBe(true);
    const missing = checks.find(({ name }) => name === 'operations');
    expect(missing).toMatchObject({ ok: false, advice: 'Run "pnpm exec polyhead install --way wheel".' });
    machine.remove();
  });

  test('says of everything that is missing what to do about it', async () => {
    const machine = fakeMachine({ python: false, compiler: false });
    const { ok, checks } = await doctor(machine.options(machine.project()));
    expect(ok).toBe(false);
    const missing = checks.filter((check) => !check.ok && check.name !== 'wheel');
    expect(missing.map(({ name }) => name)).toEqual(['tensorflow', 'cache', 'python', 'pip', 'compiler']);
    expect(missing.every(({ advice }) => /[Ii]nstall/.test(advice ?? ''))).toBe(true);
    machine.remove();
  });

  test.each(['ccache g++', 'clang++ -m64', '"g++"'])('doctor and install run the compiler %j', async (compiler) => {
    const machine = fakeMachine();
    const options = { ...machine.options(machine.project()), compiler };
    const { checks } = await doctor(options);
    expect(checks.find(({ name }) => name === 'compiler')).toMatchObject({
      ok: true,
      found: `g++ 12 (${compiler.replaceAll('"', '')})`,
    });
    expect((await install(options)).way).toBe('wheel');
    const compiled = machine.calls.filter((call) => call.includes('-std=c++17'));
    expect(compiled.length).toBeGreaterThan(2);
    expect(compiled.every((call) => call.startsWith(`${compiler.replaceAll('"', '')} -`))).toBe(true);
    machine.remove();
  });

  test.each([
    ['ccache "g++', 'has a quote (") that is not closed'],
    ['no-such-compiler -m64', 'was not found'],
    ['true', 'does not compile C++17: it wrote no file'],
    [`"${process.execPath}"`, 'does not compile C++17: it exited with code 9'],
  ])('doctor reports the compiler %j that compiles nothing', async (compiler, problem) => {
    const { checks } = await doctor({ from: '/nowhere', compiler });
    expect(checks.find(({ name }) => name === 'compiler')).toEqual({
      name: 'compiler',
      ok: false,
      found: expect.stringMatching(`^no C\\+\\+ compiler: .* ${problem.replace(/[()+]/g, '\\$&')}`),
      advice: expect.stringContaining('"ccache g++"'),
    });
  });

  test('says so where tfjs-node itself is missing', async () => {
    const { run, remove } = fakeMachine();
    const { ok, checks } = await doctor({ from: '/nowhere', run });
    expect(ok).toBe(false);
    expect(checks.find(({ name }) => name === 'package')).toMatchObject({
      ok: false,
      advice: expect.stringContaining('npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0'),
    });
    remove();
  });
});

describe('the command that doctor recommends', () => {
  const layouts: Readonly<Record<string, readonly string[]>> = {
    'npx polyhead install': ['.bin/polyhead', '.package-lock.json'],
    'pnpm exec polyhead install': ['.bin/polyhead', '.modules.yaml'],
    'yarn polyhead install': ['.bin/polyhead', '.yarn-state.yml'],
    'polyhead install': [], // the command is not installed: npx would ask the registry for it
  };
  test.each(Object.entries(layouts))('is "%s" if node_modules holds %j', async (expected, files) => {
    const machine = fakeMachine();
    const project = machine.project();
    for (const file of files) {
      mkdirSync(dirname(join(project, 'node_modules', file)), { recursive: true });
      writeFileSync(join(project, 'node_modules', file), '');
    }
    jest.spyOn(process, 'cwd').mockReturnValue(join(project, 'src'));
    const { checks } = await doctor(machine.options(project));
    const advice = checks.find(({ name }) => name === 'tensorflow')?.advice;
    expect(advice).toContain(`Run "${expected}"`);
    machine.remove();
  });
});
