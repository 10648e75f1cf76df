import { install, tensorflowStatus } from '@polyhead/tensorflow';
import { fakeMachine } from './fake-machine';
import { describeNative } from './native';

describe('tensorflowStatus', () => {
  test('is a reason before an install and a version after it', async () => {
    const machine = fakeMachine();
    const project = machine.project();
    expect(await tensorflowStatus(machine.options(project))).toMatchObject({ works: false, reason: expect.stringContaining('its native addon is missing'), tfjsNode: '4.22.0' });
    await install(machine.options(project));
    expect(await tensorflowStatus(machine.options(project))).toMatchObject({ works: true, tensorflow: '9.9.9' });
    machine.remove();
  });

  test('is a reason where tfjs-node is not there at all', async () => {
    expect(await tensorflowStatus({ from: '/nowhere' })).toMatchObject({ works: false, reason: expect.stringContaining('was not found from /nowhere') });
  });
});

describeNative('tensorflowStatus of this machine', () => {
  test('tries the library in a process of its own', async () => {
    expect(await tensorflowStatus()).toMatchObject({ works: true, tensorflow: expect.stringMatching(/^2\.\d+\.\d+/), tfjsNode: '4.22.0' });
  });
});
