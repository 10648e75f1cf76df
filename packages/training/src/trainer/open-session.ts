import type { Network } from '@polyhead/model';
import { type Task, type TaskMap, taskNames, type TaskSpec } from '@polyhead/core';
import { getBackend } from '@tensorflow/tfjs-core';
import type { Callback, TrainRun } from '../callbacks/callback';
import { recordHistory } from '../callbacks/record-history';
import { terminateOnNaN } from '../callbacks/terminate-on-nan';
import type { EpochRecord, History } from '../history/history';
import { adam } from '../optimizers/adam';
import { learnedWeights } from '../steps/loss-weights';
import type { RunState, Settings } from '../history/run-state';
import { constantSchedule } from '../schedules/constant-schedule';
import type { ScheduleInstance, Schedule } from '../schedules/schedule';
import { accumulateOutputs, type OutputAccumulator } from '../scores/collect-outputs';
import { makeTrainStep } from '../steps/register-train-step';
import { zipTasks } from '../steps/predict-function';
import type { NamedArray } from '../steps/train-state';
import type { TrainStep } from '../steps/train-step';
import { batchNormUpdates } from './batch-norm-updates';
import { type Abort, abortableSources } from './abortable-sources';
import { assertWholeSource } from './assert-whole-source';
import { endCallbacks, type Hooks, listHooks } from './call-hooks';
import { callbackStates, restoreCallbacks } from './callback-states';
import { checkMemory } from './check-memory';
import { checkResume } from './check-resume';
import { checkRun } from './check-run';
import { claimNetwork } from './claim-network';
import { evaluatedWeights } from './evaluated-weights';
import { fitState } from './fit-state';
import { lateStop } from './late-stop';
import { checkData, runData } from './run-data';
import { environmentChanges, runEnvironment } from './run-environment';
import { type ComparedRun, settingChanges } from './setting-changes';
import type { EpochTimer } from './start-timer';
import { type NextBatch, type RunPosition, type StepPosition, stepCounter } from '../history/step-counter';
import type { TrainOptions } from './train-options';
import { validationNote } from './validation-note';

/** What the training loop asks of the run it drives. */
export interface TrainSession<Tasks extends TaskMap> {
  /** The options, with sources that end where the run is aborted. */
  readonly options: TrainOptions<Tasks>;
  readonly step: TrainStep<Tasks>;
  readonly history: History<Tasks>;
  /** Where the run stands. */
  position(): RunPosition;
  /** True if there is an epoch to train, or the rest of one: a run that was stopped ends with its epoch. */
  continues(): boolean;
  /** Calls a hook of every callback. */
  readonly notify: Hooks<Tasks>;
  /** Tells the callbacks, and gives them back what they remembered. */
  begin(): Promise<void>;
  /** What this epoch's steps gave so far. */
  seen(): OutputAccumulator<Tasks>;
  /** Where this batch stands; moves on to the next one. */
  advance(next: NextBatch): StepPosition;
  /** Runs a validation with the weights that the network is judged by. */
  validate<T>(validation: () => Promise<T>): Promise<T>;
  /** The record of the epoch; moves on to the next one. */
  closeEpoch(
    scores: Pick<EpochRecord<Tasks>, 'training' | 'validation'>,
    timer: EpochTimer,
  ): Promise<EpochRecord<Tasks>>;
  /** Tells the callbacks and frees everything. */
  end(error: unknown): Promise<void>;
}

/** Addresses in WebAssembly have 32 bits. */
const wasmMemory = 2 ** 32;

/** Checks everything at the door, then makes what a run needs; nothing of it stays if that fails. */
export async function openSession<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainOptions<Tasks>,
): Promise<TrainSession<Tasks>> {
  checkRun(network, options);
  const release = claimNetwork('train', network);
  let made: TrainStep<Tasks> | undefined;
  try {
    const abort = abortableSources(options);
    const session = await openClaimed(network, abort, (step) => (made = step));
    const end: typeof session.end = async (error) => {
      try {
        await session.end(error);
      } catch (failure) {
        if (error === undefined) throw failure; // a run that has failed reports its own error
      } finally {
        release();
      }
    };
    return { ...session, end };
  } catch (error) {
    await made?.dispose().catch(() => undefined);
    release();
    throw error;
  }
}

async function openClaimed<Tasks extends TaskMap>(
  network: Network<Tasks>,
  { options, abort }: Abort<Tasks>,
  noteStep: (step: TrainStep<Tasks>) => void,
): Promise<TrainSession<Tasks>> {
  const {
    training,
    validation,
    epochs,
    seed = 0,
    compile = true,
    emaDecay,
    lossWeighting = 'fixed',
    microBatchSize,
    resume,
  } = options;
  const { optimizer = adam() } = options;
  const readData = runData({ training, validation });
  if (resume !== undefined) checkResume(resume, network, { optimizer, seed, lossWeighting });
  if (resume?.data !== undefined) checkData(resume.data, await readData());

  const schedule = options.schedule ?? (constantSchedule() as unknown as Schedule<Tasks>);
  const rates = schedule.start({
    learningRate: optimizer.learningRate,
    epochs,
    stepsPerEpoch: training.length,
    tasks: network.tasks,
    hasValidation: validation !== undefined,
  });
  if (getBackend() === 'wasm') checkMemory(network, options, wasmMemory, 'memory that WebAssembly can have');
  if (validation !== undefined) await assertWholeSource('train: "validation"', validation);
  const { step, compiled } = await makeTrainStep(
    network,
    {
      optimizer,
      seed,
      lossWeighting,
      ...(emaDecay !== undefined && { emaDecay }),
      ...(microBatchSize !== undefined && { microBatchSize }),
    },
    compile,
  );
  noteStep(step);
  if (training.preprocessing !== undefined) network.preprocessing = training.preprocessing;
  const environment = runEnvironment(compiled);
  const compared: ComparedRun = {
    tasks: taskSpecs(network.tasks),
    optimizer: { ...optimizer.settings, ...(emaDecay !== undefined && { emaDecay }) },
    schedule: rates.settings,
    options: runOptions(options),
    callbacks: (options.callbacks ?? []) as unknown as readonly Callback[],
    data: resume?.data === undefined ? {} : await readData(),
  };
  const changed = resume === undefined ? [] : settingChanges(resume, compared);
  const recorder = recordHistory<Tasks>(resume, [...environmentChanges(resume?.environment, environment), ...changed]);
  const callbacks = sortCallbacks([
    recorder,
    terminateOnNaN<Tasks>(training.fileOf),
    scheduleCallback(rates),
    ...(options.callbacks ?? []),
  ]);
  const position = stepCounter(rates.learningRate, resume);
  const normalizations = batchNormUpdates(network, options);
  const evaluated = evaluatedWeights(network, step, {
    averages: emaDecay !== undefined,
    updateAt: normalizations.updateAt,
    position: position.read,
  });
  let seen = accumulateOutputs(network.tasks);
  const skipped = (): number[] => [
    ...new Set([...(resume?.skipped ?? []), ...(training.skipped ?? []).map(({ index }) => index)]),
  ];
  const stop = lateStop(resume?.stopped);
  const readNow = async (): Promise<RunState> => {
    const at = position.read();
    const settings = {
      seed,
      tasks: compared.tasks,
      optimizer: compared.optimizer,
      settings: { ...(rates.settings && { schedule: rates.settings }), options: compared.options },
      lossWeighting,
      data: await readData(),
      environment,
    };
    const [{ stopped }, learningRate, unread] = [recorder.history, position.learningRate(), skipped()];
    const memories = {
      schedule: rates.state?.() ?? null,
      callbacks: callbackStates(compared.callbacks),
      history: [...recorder.history.epochs] as unknown as EpochRecord[],
    };
    return {
      ...at,
      ...settings,
      ...(stopped !== undefined && { stopped }),
      ...(learningRate !== undefined && { learningRate }),
      ...(unread.length > 0 && { skipped: unread }),
      train: await step.readState(),
      ...memories,
      ...(at.batch > 0 && { seen: seen.state() }),
    };
  };
  const readState = async (): Promise<RunState> => stop.note(await readNow());
  const facts = {
    network,
    epochs,
    batchesPerEpoch: training.length,
    trainingSize: training.size,
    hasValidation: validation !== undefined,
    position: position.read,
    history: recorder.history,
  };
  const writeWeights = async (weights: readonly NamedArray[]): Promise<void> =>
    step.writeState({ weights, optimizer: (await step.readState()).optimizer }).then(evaluated.forget);
  const run: TrainRun<Tasks> = {
    ...facts,
    stop: recorder.stop,
    abort,
    readState,
    readEndState: async () => stop.state() ?? readState(),
    readWeights: evaluated.read,
    writeWeights,
    whileInNetwork: evaluated.whileInNetwork,
  };
  const notify = listHooks(callbacks, run);
  return {
    options,
    step,
    history: recorder.history,
    position: position.read,
    continues: () => {
      const { epoch, batch } = position.read();
      return epoch < epochs && (recorder.history.stopped === undefined || batch > 0);
    },
    advance: position.advance,
    notify,
    begin: async () => {
      if (resume !== undefined) await step.writeState(fitState(resume.train, await step.readState()));
      await notify('onTrainBegin');
      if (resume === undefined) return;
      if (sameSchedule(resume, rates.settings)) rates.restore?.(resume.schedule);
      restoreCallbacks(compared.callbacks, resume.callbacks);
    },
    seen: () => (seen = accumulateOutputs(network.tasks, false, position.read().batch > 0 ? resume?.seen : undefined)),
    validate: evaluated.validate,
    closeEpoch: async (scores, timer) => {
      const learned =
        lossWeighting === 'uncertainty'
          ? { lossWeights: learnedWeights(network.tasks, (await step.readState()).optimizer) }
          : {};
      const note = validationNote(scores, normalizations.describe(position.read().step));
      return {
        ...position.closeEpoch(training.length),
        ...scores,
        ...(note !== undefined && { note }),
        ...learned,
        ...timer.read(),
        skipped: skipped().length,
      };
    },
    end: async (error) => {
      let failure = error;
      try {
        if (error === undefined) {
          await stop.keep(recorder.history.stopped, readNow);
          await evaluated.keep();
        }
      } catch (problem) {
        failure = problem;
        throw problem;
      } finally {
        await endCallbacks(callbacks, run, failure).finally(step.dispose);
      }
    },
  };
}

/** Options that `history.resumed.changed` tells of and no other part of a state has. */
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

/** Whether a saved schedule can go on as this one. States without settings are taken at the schedule's own risk. */
function sameSchedule({ settings, schedule }: RunState, now: Settings | undefined): boolean {
  return schedule !== null && (settings === undefined || settings.schedule?.['name'] === now?.['name']);
}

/** Those that say `last` after the others. */
function sortCallbacks<Tasks extends TaskMap>(callbacks: readonly Callback<Tasks>[]): readonly Callback<Tasks>[] {
  return [...callbacks.filter(({ last }) => last !== true), ...callbacks.filter(({ last }) => last === true)];
}

/** A schedule that watches the epochs, as a callback. */
function scheduleCallback<Tasks extends TaskMap>(rates: ScheduleInstance<Tasks>): Callback<Tasks> {
  return { name: 'schedule', onEpochEnd: (_, record) => rates.onEpochEnd?.(record) };
}

function taskSpecs(tasks: TaskMap): Readonly<Record<string, TaskSpec>> {
  const names = taskNames(tasks);
  return zipTasks(
    names,
    names.map((name) => (tasks[name] as Task).toJSON()),
  );
}
