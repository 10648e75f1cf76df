import type { Binding, NativeBackend } from '../compile/binding';
import { dataType } from '../compile/graph';
import { hasFlag, readCpuInfo } from '../cpu-info';
import { nativeOf } from './native-of';

const known = new WeakMap<Binding, boolean>();

/** Whether the TensorFlow library has polyhead's operations (`native/kernels.cc`): it has where `install` built the addon, not where tfjs-node brought its own. */
export function hasOwnOperations(backend: NativeBackend): boolean {
  const { binding } = backend;
  const has = known.get(binding) ?? tryOne(backend);
  known.set(binding, has);
  return has;
}

/** Whether our convolutions are faster than oneDNN's: they were with AVX2 and with AVX-512, and were not timed elsewhere. */
export function hasFastConvolutions(backend: NativeBackend): boolean {
  const info = readCpuInfo() ?? '';
  return hasFlag(info, 'avx2') && hasOwnOperations(backend);
}

function tryOne(backend: NativeBackend): boolean {
  const { binding } = backend;
  const { type, float, int } = nativeOf(backend);
  const made: number[] = [];
  const tensor = (shape: readonly number[]): number => {
    const id = binding.createTensor(shape, dataType.float32, Float32Array.of(1));
    made.push(id);
    return id;
  };
  try {
    const inputs = [tensor([1, 1, 1, 1]), tensor([1]), tensor([1])];
    made.push(...binding.executeOp('PolyheadReluBatchNormPool', [type('T', dataType.float32), int('pool_size', 1), float('epsilon', 1)], inputs, 4).map(({ id }) => id));
    return true;
  } catch {
    return false;
  } finally {
    made.forEach((id) => binding.deleteTensor(id));
  }
}
