import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { taskNames, useEngine } from 'polyhead';
import { recipes } from '../recipes';

const root = join(__dirname, '../..');

describe('recipes', () => {
  it.each([
    ['residual', 1_583_772],
    ['wide', 2_794_332],
    ['baseline', 3_192_648],
  ] as const)('%s builds a network for its images and tasks', async (preset, weights) => {
    await useEngine('cpu');
    const { network, imageSize, tasks } = recipes[preset];
    const net = network(1);
    expect(net.imageShape).toEqual([imageSize, imageSize, 3]);
    expect(taskNames(net.tasks)).toEqual(taskNames(tasks));
    expect(net.model.countParams()).toBe(weights);
    net.dispose();
  });

  it('are all presets of train-strong.ts', () => {
    const help = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--conditions=@polyhead/source', join(root, 'examples/train-strong.ts'), '--help'],
      { cwd: root, encoding: 'utf8' },
    );
    for (const preset of Object.keys(recipes)) expect(help).toContain(`"${preset}"`);
  });
});
