import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(__dirname, '../bin/polyhead.js');
const cli = (...words: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

describe('the command polyhead', () => {
  test('runs from its source, and explains itself', async () => {
    expect(await cli('--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/install[^]*doctor/) });
  });

  test('doctor exits with 1 and says what is missing, as JSON for programs', async () => {
    const { code, stdout } = await cli('doctor', '--json', '--from', tmpdir());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'package', ok: false })]),
    });
  });

  test('install exits with 1 and one message, no stack', async () => {
    expect(await cli('install', '--from', tmpdir())).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^install: "@tensorflow\/tfjs-node" was not found[^\n]*\n$/),
    });
  });

  test('rejects a way that it does not know', async () => {
    expect(await cli('install', '--way', 'magic')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Allowed choices are present, cache, wheel, script'),
    });
  });
});
