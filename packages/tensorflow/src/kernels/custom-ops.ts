import type { Binding, NativeBackend } from '../graph/binding';
import { hasFlag, readCpuInfo } from '../setup/cpu-info';
import { REVISION_OPERATION } from '../setup/native-revision';

const known = new WeakMap<Binding, boolean>();

/**
 * Whether the TensorFlow library has polyhead's operations (`native/`), of this revision: it has where `install` built
 * the addon, not where tfjs-node brought its own.
 */
export function hasCustomOps(backend: NativeBackend): boolean {
  const { binding } = backend;
  const has = known.get(binding) ?? tryRevision(backend);
  known.set(binding, has);
  return has;
}

/**
 * Whether our convolutions are faster than oneDNN's: they were with AVX2 and with AVX-512, and were not timed
 * elsewhere.
 */
export function hasFastConvolutions(backend: NativeBackend): boolean {
  const info = readCpuInfo() ?? '';
  return hasFlag(info, 'avx2') && hasCustomOps(backend);
}

function tryRevision({ binding }: NativeBackend): boolean {
  try {
    binding.executeOp(REVISION_OPERATION, [], [], 1).forEach(({ id }) => binding.deleteTensor(id));
    return true;
  } catch {
    return false;
  }
}
