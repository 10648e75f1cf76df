import type { Contender, Job } from '../contender';
import { pythonEnvironment, scriptFile } from '../python-environment';
import { runTypescript } from '../run-typescript';

/** Everybody who can be asked, by the engine that is on trial. */
export const contenders = {
  tensorflow: [
    typescript('polyhead', 'polyhead-program.ts'),
    typescript('polyhead eager', 'polyhead-program.ts', ['--eager']),
    typescript('stock tfjs-node', 'stock-program.ts'),
    typescript('polyhead bfloat16', 'polyhead-program.ts', ['--bfloat16']),
    python('Keras 3', 'keras_contender.py'),
    python('PyTorch', 'torch_contender.py'),
  ],
  wasm: [
    typescript('polyhead 1 thread', 'wasm-program.ts', ['--threads', '1']),
    typescript('polyhead 2 threads', 'wasm-program.ts', ['--threads', '2']),
    typescript('stock wasm', 'stock-wasm-program.ts', ['--most-steps', '2']), // seconds a step
    python('Keras 3', 'keras_contender.py', { TF_NUM_INTRAOP_THREADS: '2', OMP_NUM_THREADS: '2' }),
  ],
} as const satisfies Record<string, readonly Contender[]>;

function typescript(name: string, program: string, more: readonly string[] = []): Contender {
  return {
    name,
    command: (job) => ({
      file: process.execPath,
      args: [...runTypescript(new URL(program, import.meta.url)), ...argumentsOf(job), ...more],
    }),
  };
}

/**
 * A peer at its best: TensorFlow uses oneDNN only when asked to on processors without AVX512_VNNI, where it is twice as
 * fast with it.
 */
function python(name: string, program: string, env: Readonly<Record<string, string>> = {}): Contender {
  return {
    name,
    command: (job) => ({
      file: pythonEnvironment(),
      args: [scriptFile(program), ...argumentsOf(job)],
      env: {
        KERAS_BACKEND: 'tensorflow',
        TF_CPP_MIN_LOG_LEVEL: '3',
        TF_ENABLE_ONEDNN_OPTS: process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '1',
        ...env,
      },
    }),
  };
}

function argumentsOf({ batch, size, steps }: Job): string[] {
  return ['--batch', String(batch), '--size', String(size), '--steps', String(steps)];
}
