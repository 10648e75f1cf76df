import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

// Packages whose examples need neither files nor training. All examples of all packages are compiled by the check script; these are run as well.
const packages = ['tasks', 'metrics', 'report'];
const root = join(__dirname, '../..');

interface Example {
  file: string;
  code: string;
}

const examples: Example[] = packages.flatMap((name) =>
  readdirSync(join(root, name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => examplesIn(join(name, 'src', file)))
    .filter(({ code }) => !/\bdeclare |\/node'|from 'polyhead'/.test(code)),
);

function examplesIn(file: string): Example[] {
  const comments = [...readFileSync(join(root, file), 'utf8').matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) => comment.replace(/^[ \t]*\* ?/gm, ''));
  return comments.flatMap((comment) => [...comment.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => ({ file, code: code as string })));
}

/** Runs an example as a module of its own; what it prints is given back. */
async function run(code: string): Promise<string[]> {
  const printed: string[] = [];
  const imports = code.match(/^import [^;]*;$/gm) ?? [];
  const body = imports.reduce((rest, line) => rest.replace(line, ''), code).replace(/^(\w.*); \/\/ (.+)$/gm, check);
  const wrapped = `${imports.join('\n')}\nexport async function example() {\n${body}\n}`;
  const { code: script } = transformSync(wrapped, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
  const exports: { example?: () => Promise<void> } = {};
  const write = (...words: unknown[]): void => void printed.push(words.join(' '));
  new Function('require', 'exports', 'console', 'expectEqual', script)(requireHere, exports, { log: write }, expectEqual);
  await exports.example?.();
  return printed;
}
/** `accuracy(...); // 0.5` and `...; // 0.666...` become checks; other comments stay as they are. */
function check(line: string, expression: string, comment: string): string {
  const isValue = /^(-?[\d.]+|'[^'.]*'|\[.*\])$/.test(comment) && !/^(const|let|for|await) /.test(expression);
  return isValue ? `expectEqual(${expression}, ${comment.replace(/(\d)\.\.\.$/, '$1')}, ${/\d\.\.\.$/.test(comment)});` : line;
}

let checked = 0;
function expectEqual(value: unknown, told: unknown, cut: boolean): void {
  checked++;
  if (cut) expect(Math.abs((value as number) - (told as number))).toBeLessThan(0.001); // 0.666...: digits are cut off, not rounded
  else if (typeof told === 'number') expect(value).toBeCloseTo(told, 9);
  else expect(value).toEqual(told);
}

const requireHere = (name: string): unknown => jest.requireActual(name);

describe('examples of the documentation', () => {
  it('are there', () => expect(examples.length).toBeGreaterThan(60));

  it.each(examples.map(({ file, code }) => [file, code] as const))('run: %s', async (_, code) => {
    await expect(run(code)).resolves.toBeInstanceOf(Array);
  });

  it('tell values that are right', () => expect(checked).toBeGreaterThan(20));
});
