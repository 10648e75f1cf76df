// Compiles assembly/ with AssemblyScript, and writes the binaries (as base64) into src/engine/binary.ts and the names
// of the kernels' parameters into src/engine/kernel-parameters.ts: `pnpm --filter @polyhead/wasm run build:kernels`.
// With --check it writes nothing and fails if a file differs from the result of the sources.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const asc = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')));

// Declaring a maximum makes the memory import one byte away from a shared one: src/engine/kernel-module.ts flips that
// byte for threads.
const OPTIONS = [
  'assembly/index.ts',
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '0',
  '--noAssert',
  '--uncheckedBehavior',
  'always',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--importMemory',
  '--noExportMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--disableWarning',
  '112,201',
];

const compile = (features) => {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    const { status, stderr } = spawnSync(process.execPath, [asc, ...OPTIONS, ...features, '--outFile', file], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`build-kernels: asc failed\n${stderr}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const plain = compile([]);
const relaxed = compile(['--enable', 'relaxed-simd']);

/** Returns a module with the parameters of every kernel, in the order of the fields of its AssemblyScript class. */
function parameterModule() {
  const sources = readdirSync(join(root, 'assembly'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readFileSync(join(root, 'assembly', name), 'utf8'));
  const lists = sources.flatMap((source) =>
    [...source.matchAll(/^class (\w+Params) \{\n(.*?)^\}/gms)].map(([, name, body]) => {
      const fields = [...body.matchAll(/^ {2}(\w+): (\w+);/gm)].map(([, field, type]) => ({ field, type }));
      const isFloat = ({ type }) => type === 'f32';
      const firstFloat = fields.findIndex(isFloat);
      if (fields.some(({ type }) => !['usize', 'i32', 'u32', 'f32'].includes(type)))
        throw new Error(`build-kernels: ${name} has a field that is not usize, i32, u32 or f32`);
      if (firstFloat >= 0 && !fields.slice(firstFloat).every(isFloat))
        throw new Error(`build-kernels: ${name} must have its f32 fields last`);
      const namesOf = (selected) => JSON.stringify(selected.map(({ field }) => field));
      const integers = fields.filter((field) => !isFloat(field));
      return `const ${lowerFirst(name)} = { integers: ${namesOf(integers)}, floats: ${namesOf(fields.filter(isFloat))} } as const;`;
    }),
  );
  const kernels = sources.flatMap((source) =>
    [...source.matchAll(/^export function (\w+)\(address: usize.*?changetype<(\w+)>\(address\)/gms)].map(
      ([, kernel, name]) => `${kernel}: ${lowerFirst(name)},`,
    ),
  );
  return `// Generated from assembly/ by scripts/build-kernels.mjs: do not edit. A test generates it again and compares.

${lists.join('\n')}

/** Names of the parameters of every kernel, in the order in which they lie in memory; integers come first. */
export const kernelParameters = {
${kernels.join('\n')}
} as const;
`;
}

function lowerFirst(name) {
  return name[0].toLowerCase() + name.slice(1);
}

const binaryModule = `// Generated from assembly/ by scripts/build-kernels.mjs: do not edit. A test compiles it again and compares.

/** The kernels, compiled for the SIMD that every current engine has. */
export const PLAIN_KERNELS =
  '${plain.toString('base64')}';

/** The same with fused multiply-add (relaxed SIMD): faster, but the last bits depend on the CPU. */
export const RELAXED_KERNELS =
  '${relaxed.toString('base64')}';
`;
for (const [name, content] of [
  ['binary', binaryModule],
  ['kernel-parameters', parameterModule()],
]) {
  const target = join(root, 'src/engine', `${name}.ts`);
  const text = await format(content, { ...(await resolveConfig(target)), filepath: target });
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text)
    throw new Error(`build-kernels: ${target} is not the result of assembly/. Run build:kernels.`);
}
process.stdout.write(`kernels: ${plain.length} bytes, with relaxed SIMD ${relaxed.length} bytes\n`);
