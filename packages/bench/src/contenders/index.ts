import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Contender, Job } from '../contender';
import { pythonEnvironment, scriptFile } from '../python-environment';

/** Everybody who can be asked, by name. */
export const contenders: readonly Contender[] = [
  typescript('polyhead', 'polyhead-program.ts'),
  typescript('polyhead eager', 'polyhead-program.ts', ['--eager']),
  typescript('stock tfjs-node', 'stock-program.ts'),
  typescript('polyhead bfloat16', 'polyhead-program.ts', ['--bfloat16']),
  python('Keras 3', 'keras_contender.py'),
  python('PyTorch', 'torch_contender.py'),
];

function typescript(name: string, program: string, more: readonly string[] = []): Contender {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { name, command: (job) => ({ file: process.execPath, args: ['--import', tsx, '--conditions=@polyhead/source', file, ...argumentsOf(job), ...more] }) };
}

function python(name: string, program: string): Contender {
  return { name, command: (job) => ({ file: pythonEnvironment(), args: [scriptFile(program), ...argumentsOf(job)], env: { KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' } }) };
}

function argumentsOf({ batch, size, steps }: Job): string[] {
  return ['--batch', String(batch), '--size', String(size), '--steps', String(steps)];
}
