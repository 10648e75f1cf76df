import { existsSync } from 'node:fs';
import { REVISION_OPERATION } from './native-revision';
import type { TfjsNodePackage } from './find-tfjs-node';
import { errorExcerpt, type RunCommand } from './run-command';

/** What came of loading tfjs-node in a process of its own. */
export interface LoadCheck {
  /** True when it loaded and multiplied two matrices rightly. */
  readonly works: boolean;
  /** Version of the TensorFlow library. Undefined when it does not work. */
  readonly tensorflow?: string;
  /**
   * Whether it has polyhead's own operations, of the revision that this package knows. Undefined when it does not work.
   */
  readonly operations?: boolean;
  /** Why it does not work, in words. Undefined when it does. */
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

/** Loads tfjs-node in a child process, as a broken library can end the process that loads it. Takes about a second. */
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
        `loading it in a process of its own failed: it ${result.failure}${illegalInstruction(result.failure)}\n${errorExcerpt(result, 8)}`.trim(),
    };
  const last = result.stdout.trim().split('\n').at(-1) ?? '';
  const { tensorflow, product, operations } = parsed(last);
  if (product === undefined)
    return {
      works: false,
      reason: `loading it in a process of its own gave no result, it printed ${JSON.stringify(last.slice(0, 200))} last`,
    };
  if (String(product) !== '17,39')
    return { works: false, reason: `it multiplied two matrices wrongly: expected 17,39, got ${String(product)}` };
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
