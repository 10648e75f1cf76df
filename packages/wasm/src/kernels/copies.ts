import { backend_util, slice_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

const WORD = 4;

/** Concat of float32 or int32: rows are copied without a view for each. */
export const concat: WasmKernel = {
  name: 'Concat',
  compute(args, stock) {
    const parts = Object.values(args.inputs).filter(({ shape }) => util.sizeFromShape(shape) > 0);
    const [first] = parts;
    if (
      first === undefined ||
      parts.length === 1 ||
      parts.some(({ dtype }) => dtype !== first.dtype || (dtype !== 'float32' && dtype !== 'int32'))
    )
      return stock(args);
    const axis = util.parseAxisParam(args.attrs.axis as number, first.shape)[0] ?? 0;
    const shapes = parts.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const runtime = getRuntime(args.backend);
    const y = runtime.output(backend_util.computeOutShape(shapes, axis), first.dtype);
    const rows = util.sizeFromShape(first.shape.slice(0, axis));
    const toPitch = util.sizeFromShape(y.shape.slice(axis)) * WORD;
    let to = runtime.address(y);
    for (const part of parts) {
      const rowBytes = util.sizeFromShape(part.shape.slice(axis)) * WORD;
      copyRows(runtime, { from: runtime.address(part), to, rows, rowBytes, fromPitch: rowBytes, toPitch });
      to += rowBytes;
    }
    return y;
  },
};

/** Slice of float32 or int32. */
export const slice: WasmKernel = {
  name: 'Slice',
  compute(args, stock) {
    const x = input(args, 'x');
    const { begin, size } = args.attrs as { begin: number | number[]; size: number | number[] };
    const [from = [], sizes = []] = slice_util.parseSliceParams(x as never, begin, size);
    return sliceBlocks(args, x, from, sizes) ?? stock(args);
  },
};

/** SplitV of float32 or int32 (the gradient of concat). */
export const splitV: WasmKernel = {
  name: 'SplitV',
  compute(args, stock) {
    const x = input(args, 'x');
    const axis = util.parseAxisParam(args.attrs.axis as number, x.shape)[0] ?? 0;
    const sizes = backend_util.prepareSplitSize(
      x as never,
      args.attrs.numOrSizeSplits as number | number[],
      axis,
    ) as number[];
    const begin: number[] = x.shape.map(() => 0);
    const parts: TensorInfo[] = [];
    for (const size of sizes) {
      const part = sliceBlocks(
        args,
        x,
        begin,
        x.shape.map((whole, i) => (i === axis ? size : whole)),
      );
      if (part === undefined) return stock(args);
      parts.push(part);
      begin[axis] = (begin[axis] ?? 0) + size;
    }
    return parts;
  },
};

/** Blocks of rows that are copied one after the other at most. */
const MOST_BLOCKS = 1024;

// The innermost two axes that are cut make a block of rows, all axes outside of them a list of blocks. Undefined for
// what is left to tfjs.
function sliceBlocks(
  { backend }: KernelArguments,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
): TensorInfo | undefined {
  const { shape } = x;
  const isCut = (axis: number): boolean => size[axis] !== shape[axis];
  const inner = shape.findLastIndex((_, axis) => isCut(axis));
  if ((x.dtype !== 'float32' && x.dtype !== 'int32') || inner < 0) return undefined;
  const outer = shape.findLastIndex((_, axis) => axis < inner && isCut(axis));
  const blocks = util.sizeFromShape(size.slice(0, Math.max(outer, 0)));
  if (blocks > MOST_BLOCKS) return undefined;
  const runtime = getRuntime(backend);
  const y = runtime.output([...size], x.dtype);
  const strides = [...util.computeStrides([...shape]), 1];
  const rowBytes = util.sizeFromShape(size.slice(inner)) * WORD;
  const rows = util.sizeFromShape(size.slice(Math.max(outer, 0), inner));
  const start = begin.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 1), 0);
  for (let block = 0; block < blocks; block++) {
    const from = runtime.address(x) + (start + offsetOf(block, size.slice(0, Math.max(outer, 0)), strides)) * WORD;
    const fromPitch = util.sizeFromShape(shape.slice(inner)) * WORD;
    copyRows(runtime, {
      from,
      to: runtime.address(y) + block * rows * rowBytes,
      rows,
      rowBytes,
      fromPitch,
      toPitch: rowBytes,
    });
  }
  return y;
}

// Where the block of that number begins: its number written in the sizes of the outer axes.
function offsetOf(block: number, sizes: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  let rest = block;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const size = sizes[axis] ?? 1;
    offset += (rest % size) * (strides[axis] ?? 1);
    rest = Math.floor(rest / size);
  }
  return offset;
}

interface Rows {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly fromPitch: number;
  readonly toPitch: number;
}

const MOST_CHUNKS = 16;

function copyRows(runtime: Runtime, { from, to, rows, rowBytes, fromPitch, toPitch }: Rows): void {
  const chunks = Math.max(1, Math.min(rows, MOST_CHUNKS));
  if (rows > 0)
    runtime.run('copyRows', { from, to, rows, rowBytes, fromPitch, toPitch, chunks }, chunks, (rows * rowBytes) / WORD);
}
