// What a checkpoint costs, in milliseconds and bytes, for the article's network and the fast one: tsx
// --conditions=@polyhead/source packages/bench/src/checkpoint-cost.ts [FOLDER]
// FOLDER is on the disk to be measured (default: that of temporary files). Trains on wasm; a checkpoint costs the same
// on other engines, but for reading the weights from them.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrayBatches } from '@polyhead/batches';
import { buildFaceNet } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import type { Callback } from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import { useWasm } from '@polyhead/wasm';
import { median, range } from './statistics';

const [place = tmpdir()] = process.argv.slice(2);
const tasks = faceTasks();
const [batchSize, batches, warmUp] = [4, 24, 4];

/** Milliseconds that passed, and that this process computed. */
interface Cost {
  readonly passed: number;
  readonly computed: number;
}

/** The callback, with what its hook after a batch costs. */
function timed(callback: Callback<typeof tasks>, costs: Cost[]): Callback<typeof tasks> {
  return {
    ...callback,
    onBatchEnd: async (run, record) => {
      const [start, before] = [performance.now(), process.cpuUsage()];
      await callback.onBatchEnd?.(run, record);
      const { user, system } = process.cpuUsage(before);
      costs.push({ passed: performance.now() - start, computed: (user + system) / 1000 });
    },
  };
}

function inWords(milliseconds: readonly number[]): string {
  return `median ${median(milliseconds).toFixed(0)} ms (${range(milliseconds, 0)})`;
}

async function measure(
  preset: 'baseline' | 'small',
): Promise<{ preset: string; parameters: number; bytes: number; files: string; passed: string; computed: string }> {
  const network = buildFaceNet({ tasks, preset });
  const [height, width, channels] = network.imageShape;
  const size = batchSize * batches;
  const column = (classes: number): number[] => Array.from({ length: size }, (_, index) => index % classes);
  const images = Uint8Array.from(
    { length: size * height * width * channels },
    (_, index) => Math.imul(index, 2654435761) >>> 24,
  );
  const training = arrayBatches(
    { images, shape: network.imageShape, values: { age: column(90), race: column(5), gender: column(2) } },
    { tasks, batchSize },
  );
  const folder = mkdtempSync(join(place, 'polyhead-'));
  const costs: Cost[] = [];
  try {
    await train(network, {
      training,
      epochs: 1,
      callbacks: [timed(checkpoints(folder, { everyBatches: 1, keepLast: 2 }), costs)],
    });
    const [newest = ''] = readdirSync(folder).sort().reverse();
    const files = readdirSync(join(folder, newest), { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(folder, newest, name)).isFile(),
    );
    const sizes = files.map((name) => [name, statSync(join(folder, newest, name)).size] as const);
    const measured = costs.slice(warmUp, -1); // the last batch has none: the epoch's end does
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    return {
      preset,
      parameters: network.model.countParams(),
      bytes: total,
      files: sizes.map(([name, bytes]) => `${name} ${bytes}`).join(', '),
      passed: inWords(measured.map(({ passed }) => passed)),
      computed: inWords(measured.map(({ computed }) => computed)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await useWasm({ threads: 1 });
console.log(`${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}`);
for (const preset of ['baseline', 'small'] as const) {
  const { parameters, bytes, files, passed, computed } = await measure(preset);
  console.log(
    `${preset}: ${parameters.toLocaleString('en')} parameters, ${(bytes / 1e6).toFixed(1)} MB (${files}), ${passed}, processor ${computed}`,
  );
}
