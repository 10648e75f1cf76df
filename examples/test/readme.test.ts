// The program in the README, word for word but for its folders, and smaller.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-readme-'));
const figures = join(folder, 'UTKFace');
afterAll(() => rmSync(folder, { recursive: true }));

async function drawImages(count: number): Promise<void> {
  const name = (index: number): string =>
    `${20 + (index % 50)}_${index % 2}_${index % 5}_2017010100000${String(index).padStart(4, '0')}.jpg.chip.jpg`;
  const color = (index: number): object => ({ r: (index * 7) % 256, g: (index * 31) % 256, b: (index * 101) % 256 });
  for (let index = 0; index < count; index++)
    await sharp({ create: { width: 24, height: 24, channels: 3, background: color(index) } })
      .jpeg()
      .toFile(join(figures, name(index)));
  await sharp(join(figures, name(0))).toFile(join(folder, 'someone.jpg'));
}

function program(): string {
  const [, code = ''] = /```ts\n(import[\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  const changes: [string, string][] = [
    ["'UTKFace'", JSON.stringify(figures)],
    ["'runs/faces'", JSON.stringify(join(folder, 'faces'))],
    ["'runs/faces/best'", JSON.stringify(join(folder, 'faces/best'))],
    ["'runs/faces/report.html'", JSON.stringify(join(folder, 'faces/report.html'))],
    ["'someone.jpg'", JSON.stringify(join(folder, 'someone.jpg'))],
    ['buildFaceNet({ tasks })', 'buildFaceNet({ tasks, imageSize: 24 })'],
    ['imageSize: 198', 'imageSize: 24'],
    ['epochs: 100', 'epochs: 1'],
  ];
  for (const [from] of changes) expect(code).toContain(from);
  return `${changes.reduce((changed, [from, to]) => changed.replaceAll(from, to), code)}\nconsole.log(age, race.label, gender.label);`;
}

test('the program of the README runs, and runs a second time', async () => {
  mkdirSync(figures);
  await drawImages(60);
  const command = ['--import', 'tsx', '--conditions=@polyhead/source', '--input-type=module', '--eval', program()];
  for (let time = 0; time < 2; time++) {
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: join(root, 'examples'),
      timeout: 120_000,
    });
    expect(stdout).toMatch(/macro avg[\s\S]*\n-?[\d.]+ (white|black|asian|indian|others) (male|female)\n$/);
  }
  expect(existsSync(join(folder, 'faces/report.html'))).toBe(true);
}, 240_000);
