import { existsSync } from 'node:fs';
import { REVISION_OPERATION } from './native-revision';
import type { TfjsNodePackage } from './find-tfjs-node';
import { errorExcerpt, type RunCommand } from './run-command';

/** Result of loading tfjs-node in a child process. */
export interface LoadCheck {
  /** True if it loaded and multiplied two matrices correctly. */
  readonly works: boolean;
  /** Version of the TensorFlow library. Undefined if it does not work. */
  readonly tensorflow?: string;
  /**
   * True if it has polyhead's custom operations of the revision of this package. Undefined if it does not work.
   */
  readonly operations?: boolean;
  /** Why it does not work. Undefined if it works. */
  readonly reason?: string;
}

// `util.isNullOrUndefined` and `isArray` as in restore-node-util.ts: tfjs-node calls them, Node >= 23 has them no more.
const PROGRAM = `
const util = require('node:util');
util.isNullOrUndefined = (value) => value === null || value === undefined;
util.isArray = Array.isArray;
const tf = require(process.argv[1]);
const product = Array.from(tf.matMul([[1, 2], [3, 4]], [[5], [6]]).dataSync());
const { binding } = tf.backend();
let operations = true;
try {
  binding.executeOp(process.argv[2], [], [], 1);
} catch {
  operations = false;
}
process.stdout.write('\\n' + JSON.stringify({ tensorflow: binding.TF_Version, product, operations }));
`;

/** Loads tfjs-node in a child process, because a broken library can end the process. It takes about a second. */
export async function tryLoadInChildProcess(run: RunCommand, found: TfjsNodePackage): Promise<LoadCheck> {
  if (!existsSync(found.binding)) return { works: false, reason: `its native addon is missing (${found.binding})` };
  const result = await run(process.execPath, ['-e', PROGRAM, found.directory, REVISION_OPERATION], {
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    timeoutMs: 120_000,
  });
  if (!result.ok)
    return {
      works: false,
      reason:
        `loading it in a child process failed: it ${result.failure}${illegalInstruction(result.failure)}\n${errorExcerpt(result, 8)}`.trim(),
    };
  const last = result.stdout.trim().split('\n').at(-1) ?? '';
  const { tensorflow, product, operations } = parsed(last);
  if (product === undefined)
    return {
      works: false,
      reason: `loading it in a child process gave no result, it printed ${JSON.stringify(last.slice(0, 200))} last`,
    };
  if (String(product) !== '17,39')
    return { works: false, reason: `it multiplied two matrices incorrectly: expected 17,39, got ${String(product)}` };
  return { works: true, tensorflow, operations };
}

function parsed(line: string): { tensorflow?: string; product?: unknown; operations?: boolean } {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}

function illegalInstruction(failure: string): string {
  return failure.includes('SIGILL') ? ' (the library needs a CPU with AVX)' : '';
}
