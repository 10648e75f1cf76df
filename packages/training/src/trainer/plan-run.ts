import type { Network } from '@polyhead/model';
import { type Task, type TaskMap, taskNames, startEngine } from '@polyhead/core';
import { getBackend } from '@tensorflow/tfjs-core';
import type { Callback } from '../callbacks/callback';
import type { RunData, RunState, Settings } from '../history/run-state';
import { adam } from '../optimizers/adam';
import { constantSchedule } from '../schedules/constant-schedule';
import type { Schedule, ScheduleInstance } from '../schedules/schedule';
import { zipTasks } from '../steps/predict-function';
import type { TrainStepOptions } from '../steps/train-step';
import type { Abort } from './abortable-sources';
import { assertWholeSource } from './assert-whole-source';
import { checkMemory } from './check-memory';
import { checkResume } from './check-resume';
import { checkData, runData } from './run-data';
import { type RunSettings, settingChanges } from './setting-changes';
import type { TrainOptions } from './train-options';

/** Everything about a run that is known before its training step is made. */
export interface RunPlan<Tasks extends TaskMap> extends Abort<Tasks> {
  readonly network: Network<Tasks>;
  readonly stepOptions: TrainStepOptions & Required<Pick<TrainStepOptions, 'lossWeighting'>>;
  readonly schedule: ScheduleInstance<Tasks>;
  /** Settings that a checkpoint keeps and a resumed run is compared by. */
  readonly settings: RunSettings;
  /** What differs from the run that this one resumes, one line each. */
  readonly changes: readonly string[];
  /** Fingerprints of the sources, computed once. */
  readonly readData: () => Promise<RunData>;
}

/** Addresses in WebAssembly have 32 bits. */
const wasmMemory = 2 ** 32;

/** Compares a run with the one that it resumes and starts its schedule. Throws if they do not fit. */
export async function planRun<Tasks extends TaskMap>(
  network: Network<Tasks>,
  { options, abort }: Abort<Tasks>,
): Promise<RunPlan<Tasks>> {
  const { training, validation, resume } = options;
  const stepOptions = stepOptionsOf(options);
  const readData = runData({ training, validation });
  if (resume !== undefined) checkResume(resume, network, stepOptions);
  if (resume?.data !== undefined) checkData(resume.data, await readData());
  const schedule = startSchedule(network, options, stepOptions.optimizer.learningRate);
  await startEngine();
  if (getBackend() === 'wasm') checkMemory(network, options, wasmMemory, 'memory that WebAssembly can have');
  if (validation !== undefined) await assertWholeSource('train: "validation"', validation);
  const { optimizer, emaDecay } = stepOptions;
  const settings: RunSettings = {
    tasks: taskSpecs(network.tasks),
    optimizer: { ...optimizer.settings, ...(emaDecay !== undefined && { emaDecay }) },
    schedule: schedule.settings,
    options: runOptions(options),
    callbacks: (options.callbacks ?? []) as unknown as readonly Callback[],
    data: resume?.data === undefined ? {} : await readData(),
  };
  const changes = resume === undefined ? [] : settingChanges(resume, settings);
  return { network, options, abort, stepOptions, schedule, settings, changes, readData };
}

function stepOptionsOf<Tasks extends TaskMap>({
  optimizer = adam(),
  seed = 0,
  lossWeighting = 'fixed',
  emaDecay,
  microBatchSize,
}: TrainOptions<Tasks>): RunPlan<Tasks>['stepOptions'] {
  return {
    optimizer,
    seed,
    lossWeighting,
    ...(emaDecay !== undefined && { emaDecay }),
    ...(microBatchSize !== undefined && { microBatchSize }),
  };
}

function startSchedule<Tasks extends TaskMap>(
  { tasks }: Network<Tasks>,
  { training, validation, epochs, schedule }: TrainOptions<Tasks>,
  learningRate: number,
): ScheduleInstance<Tasks> {
  return (schedule ?? (constantSchedule() as unknown as Schedule<Tasks>)).start({
    learningRate,
    epochs,
    stepsPerEpoch: training.length,
    tasks,
    hasValidation: validation !== undefined,
  });
}

/** Options that `history.resumed.changed` lists and that no other part of a state contains. */
function runOptions<Tasks extends TaskMap>({
  updateBatchNorm = 'auto',
  microBatchSize,
  validation,
  epochs,
}: TrainOptions<Tasks>): Settings {
  return {
    epochs,
    ...(validation !== undefined && { validation: 'a source' }),
    updateBatchNorm,
    ...(microBatchSize !== undefined && { microBatchSize }),
  };
}

function taskSpecs(tasks: TaskMap): RunState['tasks'] {
  const names = taskNames(tasks);
  return zipTasks(
    names,
    names.map((name) => (tasks[name] as Task).toJSON()),
  );
}
