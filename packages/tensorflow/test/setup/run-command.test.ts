import { runCommand } from '../../src/setup/run-command';

/** Runs a program in Node. */
const run = (program: string, options: Parameters<typeof runCommand>[2]) =>
  runCommand(process.execPath, ['-e', program], options);
/**
 * A program that leaves another one behind, which holds its pipes for longer than a test may take; it says its number.
 */
const orphan =
  "const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 120_000)'], { stdio: 'inherit', detached: true }); child.unref(); console.log(child.pid);";

test('tells what a command wrote, and its code', async () => {
  expect(await run("console.log('out'); console.error('err'); process.exitCode = 3;", {})).toEqual({
    ok: false,
    stdout: 'out\n',
    stderr: 'err\n',
    failure: 'exited with code 3',
  });
  expect(await runCommand('/nowhere/at-all', [])).toMatchObject({ ok: false, failure: 'was not found' });
});

test('waits no longer than the time it was given for the pipes of a command that has ended', async () => {
  const { stdout, ...rest } = await run(orphan, { timeoutMs: 3000 });
  process.kill(Number(stdout));
  expect(rest).toEqual({ ok: true, stderr: '', failure: '' });
});

test('ends a command whose signal was aborted, even before it began', async () => {
  expect(await run('setTimeout(() => {}, 120_000)', { signal: AbortSignal.abort('is not wanted') })).toMatchObject({
    ok: false,
    failure: 'is not wanted',
  });
  expect(await runCommand('/nowhere/at-all', [], { signal: AbortSignal.abort('is not wanted') })).toMatchObject({
    ok: false,
  });
});
