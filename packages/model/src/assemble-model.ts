import {
  describeValue,
  expectObject,
  type ImageShape,
  type Task,
  type TaskMap,
  type TaskName,
  taskNames,
} from '@polyhead/tasks';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { applyBlocks, TooSmallError } from './block';
import { type Assembly, createAssembly } from './block-context';
import { dense, oneRow } from './block-layers';
import type { Branch } from './branch';
import { checkImageShape, checkSeed } from './checks';
import { createNetwork, type Network } from './network';
import { startBackend } from './start-backend';
import { noTrunk, type Trunk } from './trunk';

/** Options of {@link assembleModel}. */
export interface AssembleModelOptions<Tasks extends TaskMap> {
  /** What each output means, in the order of the outputs. */
  readonly tasks: Tasks;
  /** One branch for every task, by the same names. */
  readonly branches: Readonly<Record<TaskName<NoInfer<Tasks>>, Branch>>;
  /** Height, width and channels of the pictures. */
  readonly imageShape: ImageShape;
  /** Layers that all branches share. Default `noTrunk()`. */
  readonly trunk?: Trunk;
  /** Name of the model. Default `polyhead`. */
  readonly name?: string;
  /**
   * Seed of the initial weights, a whole number. Each layer draws from its own seed, made of this one and the layer's
   * name. Default 0.
   */
  readonly seed?: number;
}

const optionNames = {
  tasks: true,
  branches: true,
  imageShape: true,
  trunk: true,
  name: true,
  seed: true,
} satisfies Record<keyof AssembleModelOptions<TaskMap>, true>;

/**
 * A network from one picture to all tasks: trunk, branches, and for each task a dense layer and its activation, named
 * `<task>_output`.
 *
 * Kernels begin Glorot-uniform and biases at 0, as in Keras; the same seed gives the same weights on every backend.
 * Throws where branches and tasks do not have the same names, or the picture is too small (and says the smallest that
 * is not), and where a block cannot take what comes in.
 *
 * @example
 * ```ts
 * import { binary, regression } from '@polyhead/tasks';
 * import { assembleModel, branch, convBlock, denseBlock, globalAveragePool, sharedTrunk } from '@polyhead/model';
 * const network = assembleModel({
 *   tasks: { size: regression({ unit: 'cm' }), ripe: binary(['unripe', 'ripe']) },
 *   imageShape: [64, 64, 3],
 *   trunk: sharedTrunk([convBlock(16), convBlock(32)]),
 *   branches: { size: branch([globalAveragePool(), denseBlock(32)]), ripe: branch([globalAveragePool()]) },
 *   seed: 7,
 * });
 * ```
 */
export function assembleModel<Tasks extends TaskMap>(options: AssembleModelOptions<Tasks>): Network<Tasks> {
  checkOptions(options);
  startBackend('assembleModel');
  try {
    return assemble(options);
  } catch (error) {
    if (error instanceof TooSmallError) throw tooSmall(options, error.message);
    if (error instanceof RangeError)
      throw new Error(
        `assembleModel: the weights of a network for pictures of ${options.imageShape.slice(0, 2).join(' x ')} do not fit into memory (${error.message}). Pass smaller pictures, or pool more.`,
        { cause: error },
      );
    throw error;
  }
}

function tooSmall(options: AssembleModelOptions<TaskMap>, layer: string): Error {
  const [height, width] = options.imageShape;
  const [leastHeight, leastWidth] = smallestImage(options);
  return new Error(
    `assembleModel: expected pictures of at least ${leastHeight} x ${leastWidth} pixels (height x width), got ${height} x ${width}: nothing is left of them at layer "${layer}". Pass larger pictures, or pool less.`,
  );
}

function checkOptions(options: AssembleModelOptions<TaskMap>): void {
  expectObject('assembleModel', options, {
    names: optionNames,
    members: ['tasks'],
    example: '{ tasks, branches, imageShape: [198, 198, 3] }',
  });
  const { tasks, branches, imageShape, trunk = noTrunk(), seed = 0 } = options;
  const names = taskNames(tasks);
  if (typeof branches !== 'object' || branches === null)
    throw new Error(
      `assembleModel: expected "branches" to be an object with a branch for each task, got ${describeValue(branches)}.`,
    );
  for (const name of names) checkTask(name, tasks[name]);
  const missing = names.filter((name) => !Object.hasOwn(branches, name));
  const extra = Object.keys(branches).filter((name) => !Object.hasOwn(tasks, name));
  if (missing.length + extra.length > 0) {
    const found = [
      ...missing.map((name) => `no branch for "${name}"`),
      ...extra.map((name) => `no task for branch "${name}"`),
    ];
    throw new Error(
      `assembleModel: expected one branch for each task (${names.join(', ')}), got ${found.join(' and ')}.`,
    );
  }
  for (const name of names)
    expectObject(`assembleModel: branch "${name}"`, branches[name], {
      what: 'a branch',
      members: ['blocks', 'from'],
      example: 'branch([convBlock(16)])',
    });
  expectObject('assembleModel: "trunk"', trunk, {
    what: 'a trunk',
    members: ['blocks'],
    example: 'sharedTrunk([convBlock(16)])',
  });
  checkImageShape('assembleModel', imageShape);
  checkSeed('assembleModel', seed);
}

/** Checks what the types promise already, for plain JavaScript. */
function checkTask(name: string, task: unknown): void {
  if (typeof task === 'object' && task !== null && 'units' in task && 'activation' in task && 'decode' in task) return;
  throw new Error(
    `assembleModel: expected "${name}" to be a task such as regression() or classification([...]), got ${describeValue(task)}.`,
  );
}

function assemble<Tasks extends TaskMap>(options: AssembleModelOptions<Tasks>): Network<Tasks> {
  const { tasks, imageShape, seed = 0, name = 'polyhead' } = options;
  const names = taskNames(tasks);
  const assembly = createAssembly(seed, ['image', ...names.map((task) => `${task}_output`)]);
  try {
    const image = input({ shape: [...imageShape], name: 'image' });
    const features = applyBlocks((options.trunk ?? noTrunk()).blocks, image, assembly.context('trunk'));
    const outputs = names.map((task) =>
      applyBranch(task, tasks[task] as Task, options.branches[task], { image, trunk: features }, assembly),
    );
    return createNetwork(model({ inputs: image, outputs, name }), tasks, imageShape);
  } catch (error) {
    for (const layer of assembly.layers) layer.dispose();
    throw error;
  }
}

function applyBranch(
  name: string,
  task: Task,
  branch: Branch,
  inputs: Record<Branch['from'], SymbolicTensor>,
  assembly: Assembly,
): SymbolicTensor {
  const context = assembly.context(name);
  const features = applyBlocks(branch.blocks, inputs[branch.from], context);
  const logits = dense(oneRow(features, context), context, task.units);
  return context.apply(layers.activation({ name: `${name}_output`, activation: task.activation }), logits);
}

/**
 * The least height and width that the blocks allow, found by doubling and halving: a block is a function that can only
 * be tried.
 */
function smallestImage<Tasks extends TaskMap>(options: AssembleModelOptions<Tasks>): [height: number, width: number] {
  const [height, width, channels] = options.imageShape;
  const fits = (h: number, w: number): boolean => {
    try {
      assemble({ ...options, imageShape: [h, w, channels] }).dispose();
      return true;
    } catch (error) {
      if (error instanceof TooSmallError) return false;
      throw error;
    }
  };
  const side = smallest((size) => fits(Math.max(size, height), Math.max(size, width)));
  const large = Math.max(side, height, width);
  return [smallest((size) => fits(size, large)), smallest((size) => fits(large, size))];
}

/** Side at which the search for a picture that is large enough ends, in pixels. */
const largestTried = 1024;

function smallest(fits: (size: number) => boolean): number {
  let most = 1;
  for (; !fits(most); most *= 2)
    if (most > largestTried)
      throw new Error(
        `assembleModel: expected blocks that leave something of a picture, but not even one of ${most} x ${most} pixels is large enough.`,
      );
  let least = Math.floor(most / 2);
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(middle)) most = middle;
    else least = middle;
  }
  return most;
}
