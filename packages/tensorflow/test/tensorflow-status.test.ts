import { doctor, install, loadTensorFlow, tensorflowStatus } from '@polyhead/tensorflow';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CC, fakeMachine } from './fake-machine';
import { describeNative } from './native';

describe('tensorflowStatus', () => {
  test('is a reason before an install and a version after it', async () => {
    const machine = fakeMachine();
    const project = machine.project();
    expect(await tensorflowStatus(machine.options(project))).toMatchObject({
      works: false,
      reason: expect.stringContaining('its native addon is missing'),
      tfjsNode: '4.22.0',
    });
    await install(machine.options(project));
    expect(await tensorflowStatus(machine.options(project))).toMatchObject({ works: true, tensorflow: '9.9.9' });
    machine.remove();
  });

  test('is a reason where tfjs-node is not there at all', async () => {
    expect(await tensorflowStatus({ from: '/nowhere' })).toMatchObject({
      works: false,
      reason: expect.stringContaining('was not found from /nowhere'),
    });
  });

  test.each(['', 'hello', '{"tensorflow":', 'null'])(
    'is a reason where the process that loads it prints %j last',
    async (prints) => {
      const machine = fakeMachine({ prints: `\nnews\n${prints}` });
      const project = machine.project();
      mkdirSync(join(machine.package(project), 'deps/lib'), { recursive: true });
      mkdirSync(join(machine.package(project), 'lib/napi-v8'), { recursive: true });
      writeFileSync(join(machine.package(project), 'lib/napi-v8/tfjs_binding.node'), 'addon');
      writeFileSync(join(machine.package(project), 'deps/lib', CC), `tensorflow/${CC}`);
      expect(await tensorflowStatus(machine.options(project))).toMatchObject({
        works: false,
        reason: `loading it in a child process gave no result, it printed ${JSON.stringify(prints || 'news')} last`,
        tfjsNode: '4.22.0',
      });
      machine.remove();
    },
  );

  test.each(['', '{"name":', 'null', '{}'])(
    'is a reason where the package.json of tfjs-node is %j; install and loadTensorFlow throw it',
    async (text) => {
      const machine = fakeMachine();
      const [project, reason] = [
        machine.project(),
        /^the package\.json of .*tfjs-node gives no version.* Install the package again: "pnpm add/,
      ];
      writeFileSync(join(machine.package(project), 'package.json'), text);
      expect(await tensorflowStatus(machine.options(project))).toEqual({
        works: false,
        reason: expect.stringMatching(reason),
        directory: expect.stringContaining('tfjs-node'),
      });
      expect((await doctor(machine.options(project))).checks.filter(({ name }) => name === 'package')).toMatchObject([
        { ok: false, found: expect.stringContaining('gives no version') },
      ]);
      await expect(install(machine.options(project))).rejects.toThrow(
        /^install: the package\.json of .* gives no version/,
      );
      await expect(loadTensorFlow({ from: project })).rejects.toThrow(
        /^loadTensorFlow: the package\.json of .* gives no version/,
      );
      machine.remove();
    },
  );
});

describeNative('tensorflowStatus of this machine', () => {
  test('tries the library in a child process', async () => {
    expect(await tensorflowStatus()).toMatchObject({
      works: true,
      tensorflow: expect.stringMatching(/^2\.\d+\.\d+/),
      tfjsNode: '4.22.0',
    });
  });
});
