// Where the time of a step goes: records the step, saves the graph, lets TensorFlow's Python trace one run of it, and
// adds up the times of the operations.
import { buildFaceNet, type FaceNetPreset } from '@polyhead/model';
import { faceTasks, taskNames } from '@polyhead/core';
import { compile, type CompileOptions, useTensorFlow } from '@polyhead/tensorflow';
import { adam, predictFunction, trainFunction } from '@polyhead/training';
import { scalar, type Scalar, type Tensor, type Tensor2D, tensor2d, type Tensor4D } from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { learningRate, madeUpBatch } from './article-network';
import { pythonEnvironment, scriptFile } from './python-environment';

interface NodeTime {
  readonly name: string;
  readonly op: string;
  readonly micros: number;
}

const {
  batch: batchSize,
  preset,
  precision,
  size,
  runs,
  json,
  predict,
} = new Command('profile')
  .description('prints where the time of one compiled step goes, by operation')
  .option('--batch <n>', 'images in a batch', Number, 32)
  .option('--preset <name>', 'the network: article, fast or strong', 'baseline')
  .option('--precision <name>', 'float32 or bfloat16', 'float32')
  .option('--size <n>', "height and width of the images (default: the preset's)", Number)
  .option('--runs <n>', 'steps before the one that is traced', Number, 5)
  .option('--predict', 'a prediction in place of a training step', false)
  .option('--json <file>', 'writes every node with its time')
  .parse()
  .opts<{
    batch: number;
    preset: FaceNetPreset;
    precision: NonNullable<CompileOptions['precision']>;
    size?: number;
    runs: number;
    json?: string;
    predict: boolean;
  }>();

await useTensorFlow();
const network = buildFaceNet({ tasks: faceTasks(), preset, ...(size !== undefined && { imageSize: size }) });
const { images, targets } = madeUpBatch(network, batchSize);
const folder = mkdtempSync(join(tmpdir(), 'polyhead-profile-'));
const imageInput = { bytes: images, shape: [batchSize, ...network.imageShape] };

try {
  const { fetches } = predict ? savePrediction() : saveStep();
  const output = execFileSync(
    pythonEnvironment(),
    [scriptFile('profile_graph.py'), folder, Object.values(fetches).join(), String(runs), ownOperations()],
    { maxBuffer: 1e9 },
  );
  const nodes = JSON.parse(output.toString()) as NodeTime[];
  print(nodes);
  if (json !== undefined) writeFileSync(json, JSON.stringify(nodes, null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The library of polyhead's own operations, which Python's TensorFlow has to load too. */
function ownOperations(): string {
  return join(
    dirname(createRequire(import.meta.resolve('@polyhead/tensorflow')).resolve('@tensorflow/tfjs-node/package.json')),
    'deps/lib/libpolyhead_kernels.so',
  );
}

function saveStep(): { fetches: Readonly<Record<string, string>> } {
  const step = trainFunction(network, { optimizer: adam({ learningRate }), seed: 7 });
  const names = taskNames(network.tasks);
  const run = (inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> => {
    const { loss, outputs } = step.run(
      inputs['images'] as Tensor4D,
      inputs as unknown as Parameters<typeof step.run>[1],
      { learningRate: inputs['rate'] as Scalar, step: inputs['step'] as Scalar },
    );
    return { loss, ...outputs };
  };
  const tensors = Object.fromEntries(
    names.map((name): [string, Tensor2D] => [name, tensor2d(targets[name], [batchSize, network.tasks[name].units])]),
  );
  return compile(run, { batched: ['images', ...names], precision }).save(folder, {
    images: imageInput,
    rate: scalar(learningRate),
    step: scalar(0, 'int32'),
    ...tensors,
  });
}

function savePrediction(): { fetches: Readonly<Record<string, string>> } {
  const outputsOf = predictFunction(network);
  return compile(({ images: given }: { images: Tensor4D }) => outputsOf(given) as Readonly<Record<string, Tensor>>, {
    batched: ['images'],
    precision,
  }).save(folder, { images: images } as never);
}

/** A table by kind of operation, the most expensive first, with the most expensive node of each. */
function print(nodes: readonly NodeTime[]): void {
  const total = nodes.reduce((sum, { micros }) => sum + micros, 0);
  const groups = new Map<string, NodeTime[]>();
  for (const node of nodes) groups.set(node.op, [...(groups.get(node.op) ?? []), node]);
  const rows = [...groups].map(([op, members]) => ({
    op,
    micros: members.reduce((sum, { micros }) => sum + micros, 0),
    members: [...members].sort((a, b) => b.micros - a.micros),
  }));
  console.log(`${(total / 1000).toFixed(1)} ms of work in ${nodes.length} nodes\n`);
  for (const { op, micros, members } of rows.sort((a, b) => b.micros - a.micros).slice(0, 30)) {
    const [worst] = members;
    console.log(
      `${((100 * micros) / total).toFixed(1).padStart(5)} %  ${(micros / 1000).toFixed(1).padStart(7)} ms  ${String(members.length).padStart(4)} x ${op.padEnd(28)} most: ${((worst?.micros ?? 0) / 1000).toFixed(1)} ms ${worst?.name}`,
    );
  }
}
