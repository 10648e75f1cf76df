// Compiles assembly/ with AssemblyScript and writes the binaries, as base64, into src/engine/binary.ts: `pnpm --filter
// @polyhead/wasm run build:kernels`.
// With --check it writes nothing and fails when that file is not what the sources give.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const asc = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')));
const target = join(root, 'src/engine/binary.ts');

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
const text = `// Made from assembly/ by scripts/build-kernels.mjs: do not edit. A test compiles again and compares.

/** The kernels, compiled for the SIMD that every current engine has. */
export const PLAIN_KERNELS =
  '${plain.toString('base64')}';

/** The same with fused multiply-add (relaxed SIMD): faster, but the last bits depend on the CPU. */
export const RELAXED_KERNELS =
  '${relaxed.toString('base64')}';
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text)
  throw new Error(`build-kernels: ${target} is not what assembly/ gives. Run build:kernels.`);
process.stdout.write(`kernels: ${plain.length} bytes, with relaxed SIMD ${relaxed.length} bytes\n`);
