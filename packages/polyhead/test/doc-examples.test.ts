import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { saveSplit, scanUtkFace, splitRecords } from '@polyhead/dataset';
import { writeDrawnFigures } from '../../../examples/write-drawn-figures';

// Packages and pages whose examples do not train. All examples of all packages are compiled by the check script; these
// are run as well, in a folder of drawn images. wasm comes before model, so that its kernels predict.
const packages = ['core', 'metrics', 'report', 'dataset', 'batches', 'wasm', 'model'];
const pages = ['metrics', 'own-block', 'own-task', 'own-batch-source'];
const servers = /\bfetch\(/;
const root = join(__dirname, '../..');

interface Example {
  file: string;
  code: string;
}

const examples: Example[] = [
  ...packages.flatMap((name) =>
    readdirSync(join(root, name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => examplesIn(join(name, 'src', file)))
      .filter(({ code }) => !/\bdeclare |\/node'|from 'polyhead'/.test(code) && !servers.test(code)),
  ),
  ...pages.flatMap((name) => fencesIn(`docs/${name}.md`, readFileSync(join(root, `../docs/${name}.md`), 'utf8'))),
];

function examplesIn(file: string): Example[] {
  const comments = [...readFileSync(join(root, file), 'utf8').matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) =>
    comment.replace(/^[ \t]*\* ?/gm, ''),
  );
  return comments.flatMap((comment) => fencesIn(file, comment));
}

function fencesIn(file: string, text: string): Example[] {
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => ({ file, code: code as string }));
}

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'polyhead-examples-'));

/** The files that examples name. */
beforeAll(async () => {
  process.chdir(folder);
  for (const name of ['UTKFace', 'flowers', 'fruit', 'faces', 'runs/faces']) mkdirSync(name, { recursive: true });
  await writeDrawnFigures('UTKFace', { count: 20, size: 24 });
  const [first = ''] = readdirSync('UTKFace');
  for (const file of ['someone.jpg', 'faces/1.jpg', 'flowers/petals-5-rose.jpg', 'fruit/a.jpg'])
    copyFileSync(join('UTKFace', first), file);
  for (const file of ['someone.png', 'drawing.png']) writeFileSync(file, Buffer.from(onePixel, 'base64'));
  writeFileSync('fruit/labels.csv', 'file,weight\na.jpg,120\n');
  await saveSplit('runs/faces/split.json', splitRecords((await scanUtkFace('UTKFace')).records, { seed: 7 }));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Runs an example as a separate module and returns what it prints. */
async function run(code: string): Promise<string[]> {
  const printed: string[] = [];
  const imports = code.match(/^import [^;]*;$/gm) ?? [];
  const body = imports
    .reduce((rest, line) => rest.replace(line, ''), code)
    .replace(/^export /gm, '')
    .replace(/^(\w.*);\s+\/\/ (.+)$/gm, check);
  const wrapped = `${imports.join('\n')}\nexport async function example() {\n${body}\n}`;
  const { code: script } = transformSync(wrapped, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const exports: { example?: () => Promise<void> } = {};
  const write = (...words: unknown[]): void => void printed.push(words.join(' '));
  new Function('require', 'exports', 'console', 'expectEqual', script)(
    requireHere,
    exports,
    { log: write },
    expectEqual,
  );
  await exports.example?.();
  return printed;
}
/** `accuracy(...); // 0.5` and `...; // 0.666...` become checks; other comments stay as they are. */
function check(line: string, expression: string, comment: string): string {
  const isValue =
    /^(-?[\d.]+…?|true|'[^'.]*'|\[(?!.*\.\.\.).*\])$/.test(comment) && !/^(const|let|for|await|if) /.test(expression);
  return isValue
    ? `expectEqual(${expression}, ${comment.replace(/(\d)(?:\.\.\.|…)$/, '$1')}, ${/\d(?:\.\.\.|…)$/.test(comment)});`
    : line;
}

let checked = 0;
function expectEqual(value: unknown, told: unknown, cut: boolean): void {
  checked++;
  if (cut)
    // 0.666...: digits are cut off, not rounded
    expect(Math.abs((value as number) - (told as number))).toBeLessThan(0.001);
  else if (typeof told === 'number') expect(value).toBeCloseTo(told, 9);
  else expect(value).toEqual(told);
}

const requireHere = (name: string): unknown => jest.requireActual(name);

describe('examples of the documentation', () => {
  it('are there', () => expect(examples.length).toBeGreaterThan(110));

  it.each(examples.map(({ file, code }) => [file, code] as const))('run: %s', async (_, code) => {
    await expect(run(code)).resolves.toBeInstanceOf(Array);
  });

  it('tell values that are right', () => expect(checked).toBeGreaterThan(36));
});
