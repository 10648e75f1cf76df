import { loadTensorFlow } from '@polyhead/tensorflow';
import * as core from '@tensorflow/tfjs-core';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fakeMachine } from './fake-machine';
import { describeNative } from './native';

const root = join(__dirname, '../../..');

describeNative('loadTensorFlow', () => {
  test('makes native TensorFlow the backend of the tfjs-core that everybody imports', async () => {
    const tf = await loadTensorFlow();
    expect(core.getBackend()).toBe('tensorflow');
    expect(
      Array.from(
        core
          .matMul(
            [
              [1, 2],
              [3, 4],
            ],
            tf.tensor2d([[5], [6]]),
          )
          .dataSync(),
      ),
    ).toEqual([17, 39]);
  });

  test('gives gradients and kernels with several outputs', async () => {
    const tf = await loadTensorFlow();
    const gradient = tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2]));
    expect(gradient.arraySync()).toEqual([2, 4]);
    expect(tf.topk(tf.tensor1d([1, 5, 2]), 2).values.arraySync()).toEqual([5, 2]);
    expect(tf.split(tf.tensor1d([1, 2]), 2).map((part) => part.arraySync())).toEqual([[1], [2]]);
  });

  test('works without the functions that Node 23 removed, and prints nothing, in a worker thread neither', async () => {
    const program = `
      import { loadTensorFlow } from '@polyhead/tensorflow';
      import util from 'node:util';
      import { Worker } from 'node:worker_threads';
      delete util.isNullOrUndefined;
      const tf = await loadTensorFlow();
      new Worker("require(" + JSON.stringify(process.argv[1]) + ").ones([2]).dataSync()", { eval: true, execArgv: [] });
      tf.topk(tf.ones([3]), 2).values.dataSync();`;
    const tfjsNode = require.resolve('@tensorflow/tfjs-node');
    const options = [
      '--import',
      'tsx',
      '--conditions=@polyhead/source',
      '--input-type=module',
      '-e',
      program,
      tfjsNode,
    ];
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: undefined };
    expect(await promisify(execFile)(process.execPath, options, { cwd: root, env })).toEqual({
      stdout: '',
      stderr: '',
    });
  });
});

describeNative('oneDNN', () => {
  const notice = 'oneDNN custom operations are on';
  /**
   * What TensorFlow says when it is loaded in a worker thread, which has the environment of the process but cannot
   * change it.
   */
  const noticesWith = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const program = `new (require('node:worker_threads').Worker)("require(" + JSON.stringify(process.argv[1]) + ").ones([2]).dataSync()", { eval: true, execArgv: [] })`;
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: undefined, ...environment };
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['-e', program, require.resolve('@tensorflow/tfjs-node')],
      { env },
    );
    return stderr;
  };

  test('is on wherever TensorFlow is loaded, on processors too for which TensorFlow leaves it off', async () => {
    expect(await noticesWith({})).toContain(notice);
  });

  test('is off where the environment says so', async () => {
    expect(await noticesWith({ TF_ENABLE_ONEDNN_OPTS: '0' })).not.toContain(notice);
  });
});

describe('loadTensorFlow without native TensorFlow', () => {
  test('says why, and to run install', async () => {
    const machine = fakeMachine();
    await expect(loadTensorFlow({ from: machine.project() })).rejects.toThrow(
      /does not load on this machine\. Run "pnpm exec polyhead install"\. Reason: no addon/,
    );
    machine.remove();
  });

  test('says how to add tfjs-node where it is missing', async () => {
    await expect(loadTensorFlow({ from: '/nowhere' })).rejects.toThrow(
      'loadTensorFlow: "@tensorflow/tfjs-node" was not found from /nowhere',
    );
  });
});
