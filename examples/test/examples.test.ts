import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-examples-'));

async function run(example: string, ...words: string[]): Promise<string> {
  const loader = ['--import', 'tsx', '--conditions=@polyhead/source'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...loader, join(root, 'examples', example), ...words],
    { cwd: root, timeout: 240_000 },
  );
  return stdout;
}

describe('the examples', () => {
  test('train-face-net trains, evaluates, writes report and model, which predict.ts uses', async () => {
    const out = join(folder, 'run');
    const printed = await run('train-face-net.ts', '--', '--engine', 'wasm', '--epochs', '1', '--out', out);
    expect(printed).toMatch(
      /Race[\s\S]*macro avg[\s\S]*Gender[\s\S]*macro avg[\s\S]*Age: mean absolute error \d+\.\d\d years, R2/,
    );
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('</html>');
    expect(existsSync(join(out, 'checkpoints', 'best'))).toBe(true);
    const figures = join(root, 'runs/drawn-figures');
    const predicted = await run('predict.ts', join(out, 'model'), join(figures, readdirSync(figures)[0] ?? ''));
    expect(predicted).toMatch(/age: -?\d+\.\d\n {2}race: \w+ \(\d+%\)\n {2}gender: (male|female) \(\d+%\)/);
  }, 300_000);

  test('train-strong keeps the split, calibrates and saves a model that evaluate.ts takes', async () => {
    const [out, figures] = [join(folder, 'residual'), join(root, 'runs/drawn-figures')];
    const printed = await run('train-strong.ts', '--data', figures, '--engine', 'wasm', '--epochs', '1', '--out', out);
    expect(printed).toMatch(/Split [0-9a-f]{12}: \d+ to train on[\s\S]*Expected calibration error: race 0\.\d{3}/);
    expect(
      ['split.json', 'history.csv', 'report.html', 'report.json', 'model/README.md'].filter(
        (file) => !existsSync(join(out, file)),
      ),
    ).toEqual([]);
    expect(
      await run(
        'evaluate.ts',
        '--model',
        join(out, 'model'),
        '--data',
        figures,
        '--engine',
        'wasm',
        '--out',
        join(folder, 'evaluation'),
      ),
    ).toContain('1000 from');
  }, 300_000);

  test('read-a-folder counts and splits without TensorFlow', async () => {
    const printed = await run('read-a-folder.ts');
    expect(printed).toMatch(/^1000 images, 0 rejected/);
    expect(printed).toContain('training 700, validation 150, test 150');
  }, 120_000);

  test('add-your-own-task learns a fourth label', async () => {
    const printed = await run('add-your-own-task.ts');
    expect(printed).toMatch(/loss by epoch: [\d., ]+\n +precision[\s\S]*narrow[\s\S]*wide/);
  }, 120_000);
});
