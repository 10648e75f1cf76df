// Two engines in one process. They share the gradients of tfjs.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describeNative } from '../../tensorflow/test/native';

const tsx = resolve(__dirname, '../../../node_modules/.bin/tsx');

describeNative('native TensorFlow next to wasm', () => {
  test('wasm keeps its gradients when useTensorFlow starts after useWasm', async () => {
    const program = ['--conditions=@polyhead/source', join(__dirname, 'two-engines-run.ts')];
    const { stdout } = await promisify(execFile)(tsx, program);
    expect(JSON.parse(stdout)).toEqual({ lost: [] });
  }, 60_000);
});
