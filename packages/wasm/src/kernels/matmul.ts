import { getKernel, util, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

/** BatchMatMul with any transposes; broadcast batches go to tfjs' own kernel. */
export const batchMatMul: WasmKernel = {
  name: 'BatchMatMul',
  compute(args, stock) {
    const sizes = dimensions(args);
    return sizes === undefined ? stock(args) : product(args, sizes, 0, false);
  },
};

/** _FusedMatMul (dense layers) with no activation or ReLU; others go to tfjs' own kernel. */
export const fusedMatMul: WasmKernel = {
  name: '_FusedMatMul',
  compute(args, stock) {
    const { activation = 'linear' } = args.attrs as unknown as MatMulAttributes;
    const bias = (args.inputs.bias as TensorInfo | null | undefined) ?? undefined;
    const sizes = dimensions(args);
    const simple =
      (activation === 'linear' || activation === 'relu') &&
      (bias === undefined || (bias.shape.length === 1 && bias.shape[0] === sizes?.columns));
    if (sizes === undefined || !simple || sizes.transposeB) return stock(args);
    return product(args, sizes, bias === undefined ? 0 : getRuntime(args.backend).address(bias), activation === 'relu');
  },
};

interface Sizes extends MatMulAttributes {
  readonly batch: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

// Undefined for what only tfjs' own kernel does.
function dimensions(args: KernelArguments): Sizes | undefined {
  const { transposeA, transposeB } = args.attrs as unknown as MatMulAttributes;
  const [a, b] = [input(args, 'a'), input(args, 'b')];
  const batch = a.shape.slice(0, -2);
  const [rows = 1, inner = 1] = transposed(a.shape.slice(-2), transposeA);
  const [innerB, columns = 1] = transposed(b.shape.slice(-2), transposeB);
  const same =
    inner === innerB && util.arraysEqual(batch, b.shape.slice(0, -2)) && a.dtype === 'float32' && b.dtype === 'float32';
  return same ? { batch, rows, inner, columns, transposeA, transposeB } : undefined;
}

function transposed(shape: number[], isTransposed: boolean): number[] {
  return isTransposed ? [...shape].reverse() : shape;
}

function product(args: KernelArguments, sizes: Sizes, bias: number, relu: boolean): TensorInfo {
  const { batch, rows, inner, columns } = sizes;
  const runtime = getRuntime(args.backend);
  const a = sizes.transposeA && sizes.transposeB ? transpose(args.backend, input(args, 'a')) : input(args, 'a');
  const b = input(args, 'b');
  const y = runtime.output([...batch, rows, columns]);
  const view = { ...sizes, transposeA: sizes.transposeA && !sizes.transposeB };
  for (let i = 0; i < util.sizeFromShape([...batch]); i++) {
    const at = {
      a: runtime.address(a) + i * rows * inner * 4,
      b: runtime.address(b) + i * inner * columns * 4,
      y: runtime.address(y) + i * rows * columns * 4,
    };
    multiply(runtime, view, at, bias, relu);
  }
  if (a !== input(args, 'a')) args.backend.disposeData(a.dataId);
  return y;
}

const TILE_COLUMNS = 32;
const TILE_ROWS = 64;

function multiply(
  runtime: Runtime,
  { rows, inner, columns, transposeA, transposeB }: Sizes,
  { a, b, y }: { a: number; b: number; y: number },
  bias: number,
  relu: boolean,
): void {
  const work = (rows * inner * columns) / 4;
  if (transposeB) {
    runtime.run('matMulTransposed', { a, b, y, rows, inner, columns }, rows === 0 ? 0 : Math.ceil(columns / 2), work);
    return;
  }
  const [aRow, aInner] = transposeA ? [4, rows * 4] : [inner * 4, 4];
  const tiles = Math.ceil(columns / TILE_COLUMNS);
  runtime.run(
    'matMul',
    { a, b, bias, y, rows, inner, columns, aRow, aInner, tiles, relu: Number(relu) },
    tiles * Math.ceil(rows / TILE_ROWS),
    work,
  );
}

function transpose(backend: KernelBackend, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = x.shape.map((_, axis) => (axis < rank - 2 ? axis : axis === rank - 2 ? rank - 1 : rank - 2));
  return getKernel('Transpose', 'wasm').kernelFunc({ inputs: { x }, attrs: { perm }, backend }) as TensorInfo;
}
