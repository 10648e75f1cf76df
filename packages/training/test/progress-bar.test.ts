import { PassThrough } from 'node:stream';
import type * as Package from '@polyhead/core';
import { classification, loadedCopies } from '@polyhead/core';
import { type Callback, train } from '@polyhead/training';
import { progressBar } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };

async function printed(isTTY: boolean): Promise<string> {
  const terminal = { isTTY, columns: 120, cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  const stream = Object.assign(new PassThrough(), terminal) as unknown as NodeJS.WriteStream & PassThrough;
  const source = tinySource(tasks, { size: 16 });
  await train(tinyNetwork(tasks), {
    training: source,
    validation: source,
    epochs: 2,
    callbacks: [progressBar({ stream })],
  });
  return String(stream.read());
}

beforeAll(useCpu);

describe('progressBar', () => {
  it('prints one line an epoch where there is no terminal', async () => {
    const lines = (await printed(false)).trimEnd().split('\n');
    expect(lines.length).toBe(2);
    expect(lines[1]).toMatch(
      /^epoch 2\/2 \| loss \d\.\d{4} \(\d\.\d{4}\) \| race accuracy [\d.]+ \([\d.]+\) \| learning rate 0\.00100 \| [\d.]+ images\/s \| [\d.]+ s$/,
    );
  });

  it('shows a bar with images a second and the loss on a terminal, and the same lines', async () => {
    const text = await printed(true);
    expect(text).toMatch(/epoch 1\/2 \[.+\] \d+% \| [\d.-]+ images\/s \| .+ left \| loss [\d.-]+/);
    expect(text.match(/epoch \d\/2 \| loss/g)).toEqual(['epoch 1/2 | loss', 'epoch 2/2 | loss']);
  });

  it('first warns that more than one copy of polyhead is loaded; the environment of the run lists them', async () => {
    jest.isolateModules(() => void jest.requireActual<typeof Package>('@polyhead/core'));
    expect(loadedCopies()).toHaveLength(2);
    expect(await printed(false)).toMatch(
      /^2 copies of polyhead are loaded \((\S+), \1\): import it as an ES module only/,
    );
    let copies: string | undefined;
    const look: Callback = {
      name: 'look',
      onEpochEnd: async (run) => void ({ copies } = (await run.readState()).environment!),
    };
    await train(tinyNetwork(tasks), {
      training: tinySource(tasks, { size: 16 }),
      epochs: 1,
      callbacks: [look as never],
    });
    expect(copies).toBe(loadedCopies().join(', '));
  });
});
