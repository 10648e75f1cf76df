import {
  formatValue,
  assertObject,
  type ImageShape,
  type Task,
  type TaskMap,
  type TaskName,
  taskNames,
  invalidArgument,
  PolyheadError,
  assertWholeNumber,
} from '@polyhead/core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { applyBlocks, ImageTooSmallError } from '../blocks/block';
import { type BuildContext, createContext } from './build-context';
import { dense, flattenIfNeeded } from '../blocks/block-layers';
import type { Branch } from './branch';
import { assertImageShape } from '../blocks/checks';
import { createNetwork, type Network } from './network';
import { ensureBackend } from './ensure-backend';
import { noTrunk, type Trunk } from './trunk';

/** Options of {@link buildNetwork}. */
export interface BuildNetworkOptions<Tasks extends TaskMap> {
  /** What each output means, in the order of the outputs. */
  readonly tasks: Tasks;
  /** One branch for every task, by the same names. */
  readonly branches: Readonly<Record<TaskName<NoInfer<Tasks>>, Branch>>;
  /** Height, width and channels of the images. */
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
} satisfies Record<keyof BuildNetworkOptions<TaskMap>, true>;

/**
 * Builds a network from one image to all tasks: trunk, branches, and for each task a dense layer and its activation,
 * named `<task>_output`.
 *
 * Kernels start Glorot-uniform and biases at 0, as in Keras; the same seed gives the same weights on every backend.
 *
 * @param options - Tasks, branches, image shape, trunk and seed.
 * @returns The network.
 * @throws {PolyheadError} INVALID_ARGUMENT if branches and tasks do not have the same names, or an option is invalid.
 * @throws {PolyheadError} INVALID_NETWORK if the images are too small (the message names the smallest size that works),
 *   or a block cannot take its input.
 * @throws {PolyheadError} OUT_OF_MEMORY if the weights do not fit into memory.
 *
 * @example
 * ```ts
 * import { binary, regression } from '@polyhead/core';
 * import { buildNetwork, branch, convBlock, denseBlock, globalAveragePool, sharedTrunk } from '@polyhead/model';
 * const network = buildNetwork({
 *   tasks: { size: regression({ unit: 'cm' }), ripe: binary(['unripe', 'ripe']) },
 *   imageShape: [64, 64, 3],
 *   trunk: sharedTrunk([convBlock(16), convBlock(32)]),
 *   branches: { size: branch([globalAveragePool(), denseBlock(32)]), ripe: branch([globalAveragePool()]) },
 *   seed: 7,
 * });
 * ```
 */
export function buildNetwork<Tasks extends TaskMap>(options: BuildNetworkOptions<Tasks>): Network<Tasks> {
  return buildNetworkFor('buildNetwork', options);
}

/** As {@link buildNetwork}; errors name the function `where`. */
export function buildNetworkFor<Tasks extends TaskMap>(
  where: string,
  options: BuildNetworkOptions<Tasks>,
): Network<Tasks> {
  assertBuildOptions(where, options);
  ensureBackend(where);
  try {
    return assemble(where, options);
  } catch (error) {
    if (error instanceof ImageTooSmallError) throw imageTooSmall(where, options, error.message);
    if (error instanceof RangeError)
      throw new PolyheadError(
        'OUT_OF_MEMORY',
        `${where}: the weights of a network for images of ${options.imageShape.slice(0, 2).join(' x ')} do not fit into memory (${error.message}). Pass smaller images, or pool more.`,
        { where, hint: 'Pass smaller images, or pool more.', cause: error },
      );
    throw error;
  }
}

function imageTooSmall(where: string, options: BuildNetworkOptions<TaskMap>, layer: string): PolyheadError {
  const [height, width] = options.imageShape;
  const [leastHeight, leastWidth] = smallestImage(where, options);
  return invalidArgument(
    where,
    `expected images of at least ${leastHeight} x ${leastWidth} pixels (height x width)`,
    `${height} x ${width}: nothing is left of them at layer "${layer}"`,
    'Pass larger images, or pool less.',
    { code: 'INVALID_NETWORK' },
  );
}

function assertBuildOptions(where: string, options: BuildNetworkOptions<TaskMap>): void {
  assertObject(where, options, {
    optionKeys: optionNames,
    requiredKeys: ['tasks'],
    example: '{ tasks, branches, imageShape: [198, 198, 3] }',
  });
  const { tasks, branches, imageShape, trunk = noTrunk(), seed = 0 } = options;
  const names = taskNames(tasks);
  if (typeof branches !== 'object' || branches === null)
    throw invalidArgument(where, '"branches" must be an object with a branch for each task', formatValue(branches));
  for (const name of names) assertTask(where, name, tasks[name]);
  const missing = names.filter((name) => !Object.hasOwn(branches, name));
  const extra = Object.keys(branches).filter((name) => !Object.hasOwn(tasks, name));
  if (missing.length + extra.length > 0) {
    const found = [
      ...missing.map((name) => `no branch for "${name}"`),
      ...extra.map((name) => `no task for branch "${name}"`),
    ];
    throw invalidArgument(where, `expected one branch for each task (${names.join(', ')})`, found.join(' and '));
  }
  for (const name of names)
    assertObject(`${where}: branch "${name}"`, branches[name], {
      what: 'a branch',
      requiredKeys: ['blocks', 'from'],
      example: 'branch([convBlock(16)])',
    });
  assertObject(`${where}: "trunk"`, trunk, {
    what: 'a trunk',
    requiredKeys: ['blocks'],
    example: 'sharedTrunk([convBlock(16)])',
  });
  assertImageShape(where, imageShape);
  assertWholeNumber(where, 'seed', seed, undefined, 'Pass e.g. 7.');
}

/** Checks what the types guarantee, for callers in plain JavaScript. */
function assertTask(where: string, name: string, task: unknown): void {
  if (typeof task === 'object' && task !== null && 'units' in task && 'activation' in task && 'decode' in task) return;
  throw invalidArgument(
    where,
    `"${name}" must be a task such as regression() or classification([...])`,
    formatValue(task),
  );
}

function assemble<Tasks extends TaskMap>(where: string, options: BuildNetworkOptions<Tasks>): Network<Tasks> {
  const { tasks, imageShape, seed = 0, name = 'polyhead' } = options;
  const names = taskNames(tasks);
  const assembly = createContext(seed, ['image', ...names.map((task) => `${task}_output`)]);
  try {
    const image = input({ shape: [...imageShape], name: 'image' });
    const features = applyBlocks(where, (options.trunk ?? noTrunk()).blocks, image, assembly.context('trunk'));
    const outputs = names.map((task) =>
      applyBranch(where, task, tasks[task] as Task, options.branches[task], { image, trunk: features }, assembly),
    );
    return createNetwork(model({ inputs: image, outputs, name }), tasks, imageShape);
  } catch (error) {
    for (const layer of assembly.layers) layer.dispose();
    throw error;
  }
}

function applyBranch(
  where: string,
  name: string,
  task: Task,
  branch: Branch,
  inputs: Record<Branch['from'], SymbolicTensor>,
  assembly: BuildContext,
): SymbolicTensor {
  const context = assembly.context(name);
  const features = applyBlocks(where, branch.blocks, inputs[branch.from], context);
  const logits = dense(flattenIfNeeded(features, context), context, task.units);
  return context.apply(layers.activation({ name: `${name}_output`, activation: task.activation }), logits);
}

/**
 * Returns the smallest height and width that the blocks allow, by doubling and bisection: whether a block accepts a
 * size is known only by calling it.
 */
function smallestImage<Tasks extends TaskMap>(
  where: string,
  options: BuildNetworkOptions<Tasks>,
): [height: number, width: number] {
  const [height, width, channels] = options.imageShape;
  const fits = (h: number, w: number): boolean => {
    try {
      assemble(where, { ...options, imageShape: [h, w, channels] }).dispose();
      return true;
    } catch (error) {
      if (error instanceof ImageTooSmallError) return false;
      throw error;
    }
  };
  const side = smallest(where, (size) => fits(Math.max(size, height), Math.max(size, width)));
  const large = Math.max(side, height, width);
  return [smallest(where, (size) => fits(size, large)), smallest(where, (size) => fits(large, size))];
}

/** Side at which the search for an image that is large enough ends, in pixels. */
const largestTried = 1024;

function smallest(where: string, fits: (size: number) => boolean): number {
  let most = 1;
  for (; !fits(most); most *= 2)
    if (most > largestTried)
      throw new PolyheadError(
        'INVALID_NETWORK',
        `${where}: expected blocks that leave something of an image, but not even one of ${most} x ${most} pixels is large enough.`,
        { where },
      );
  let least = Math.floor(most / 2);
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(middle)) most = middle;
    else least = middle;
  }
  return most;
}
