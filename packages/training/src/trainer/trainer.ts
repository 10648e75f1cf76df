import type { Network } from '@polyhead/model';
import type { BatchSource, TaskMap } from '@polyhead/core';
import type { Callback, TrainRun } from '../callbacks/callback';
import { type HistoryRecorder, recordHistory } from '../callbacks/record-history';
import { terminateOnNaN } from '../callbacks/terminate-on-nan';
import type { EpochRecord, EpochScores } from '../history/history';
import type { RunEnvironment, RunState, Settings } from '../history/run-state';
import { type StepCounter, stepCounter } from '../history/step-counter';
import type { ScheduleInstance } from '../schedules/schedule';
import { accumulateOutputs, type OutputAccumulator } from '../scores/collect-outputs';
import { evaluateSource } from '../scores/score-source';
import { learnedWeights } from '../steps/loss-weights';
import { makeTrainStep } from '../steps/register-train-step';
import type { NamedArray } from '../steps/train-state';
import type { TrainStep } from '../steps/train-step';
import { abortableSources } from './abortable-sources';
import { type BatchNormUpdates, batchNormUpdates } from './batch-norm-updates';
import { CallbackList } from './callback-list';
import { callbackStates, restoreCallbacks } from './callback-states';
import { checkRun } from './check-run';
import { claimNetwork } from './claim-network';
import { type EvalWeights, evalWeights } from './eval-weights';
import { fitState } from './fit-state';
import { type LateStop, lateStop } from './late-stop';
import { planRun, type RunPlan } from './plan-run';
import { environmentChanges, runEnvironment } from './run-environment';
import type { EpochTimer } from './start-timer';
import type { TrainOptions } from './train-options';
import { validationNote } from './validation-note';

/** One run of `train`: its step, callbacks, counters and state. `train` drives it epoch by epoch. */
export class Trainer<Tasks extends TaskMap> {
  /** The options, with sources that end when the run is aborted. */
  readonly options: TrainOptions<Tasks>;
  readonly callbacks: CallbackList<Tasks>;
  readonly counter: StepCounter;
  private readonly weights: EvalWeights;
  private readonly recorder: HistoryRecorder<Tasks>;
  private readonly batchNorm: BatchNormUpdates;
  private readonly environment: RunEnvironment;
  private readonly lateStop: LateStop;
  /** Outputs of the training steps of this epoch so far. */
  private outputs: OutputAccumulator<Tasks>;

  /**
   * Checks the arguments of `train`, then makes what the run needs.
   *
   * @throws {PolyheadError} If the arguments, the network and the sources do not fit together; nothing stays allocated.
   */
  static async open<Tasks extends TaskMap>(
    network: Network<Tasks>,
    options: TrainOptions<Tasks>,
  ): Promise<Trainer<Tasks>> {
    checkRun(network, options);
    const release = claimNetwork('train', network);
    let made: TrainStep<Tasks> | undefined;
    try {
      const plan = await planRun(network, abortableSources(options));
      const { step, compiled } = await makeTrainStep(network, plan.stepOptions, options.compile ?? true);
      made = step;
      if (options.training.preprocessing !== undefined) network.preprocessing = options.training.preprocessing;
      return new Trainer(plan, step, compiled, release);
    } catch (error) {
      await made?.dispose().catch(() => undefined);
      release();
      throw error;
    }
  }

  private constructor(
    private readonly plan: RunPlan<Tasks>,
    readonly step: TrainStep<Tasks>,
    compiled: boolean,
    private readonly release: () => void,
  ) {
    const { network, options, schedule, changes } = plan;
    const { resume, training, emaDecay } = options;
    this.options = options;
    this.environment = runEnvironment(compiled);
    this.recorder = recordHistory<Tasks>(resume, [
      ...environmentChanges(resume?.environment, this.environment),
      ...changes,
    ]);
    this.counter = stepCounter((index) => schedule.learningRate(index), resume);
    this.batchNorm = batchNormUpdates(network, options);
    this.weights = evalWeights(network, step, {
      hasAverages: emaDecay !== undefined,
      updateAt: this.batchNorm.updateAt,
      position: this.counter.read,
    });
    this.outputs = accumulateOutputs(network.tasks);
    this.lateStop = lateStop(resume?.stopped);
    const builtIn = [this.recorder, terminateOnNaN<Tasks>(training.fileOf), scheduleCallback(schedule)];
    this.callbacks = new CallbackList([...builtIn, ...(options.callbacks ?? [])], this.createRun());
  }

  get history(): HistoryRecorder<Tasks>['history'] {
    return this.recorder.history;
  }

  /** Writes the state of a resumed run into the step, begins the callbacks and restores what they remembered. */
  async begin(): Promise<void> {
    const { options, schedule, settings } = this.plan;
    const { resume } = options;
    if (resume !== undefined) await this.step.writeState(fitState(resume.train, await this.step.readState()));
    await this.callbacks.onTrainBegin();
    if (resume === undefined) return;
    if (hasSameSchedule(resume, schedule.settings)) schedule.restore?.(resume.schedule);
    restoreCallbacks(settings.callbacks, resume.callbacks);
  }

  /** True if there is an epoch to train, or the rest of one: a run that was stopped ends with its epoch. */
  hasNextEpoch(): boolean {
    const { epoch, batch } = this.counter.read();
    return epoch < this.options.epochs && (this.history.stopped === undefined || batch > 0);
  }

  /** Starts to collect the outputs of an epoch, after those that a resumed run already has of it. */
  startOutputs(): OutputAccumulator<Tasks> {
    const { network, options } = this.plan;
    const saved = this.counter.read().batch > 0 ? options.resume?.partialEpoch : undefined;
    this.outputs = accumulateOutputs(network.tasks, false, saved);
    return this.outputs;
  }

  /** Scores a source with the weights for evaluation, after the last step of an epoch. */
  async validate(source: BatchSource<Tasks>): Promise<EpochScores<Tasks>> {
    await this.weights.refreshBatchNorm();
    return this.weights.withEvalWeights(() => evaluateSource(this.step, source, 'train: validation loss'));
  }

  /** Moves on to the next epoch and returns the record of the one that ends. */
  async closeEpoch(
    scores: Pick<EpochRecord<Tasks>, 'training' | 'validation'>,
    timer: EpochTimer,
  ): Promise<EpochRecord<Tasks>> {
    const { network, options, stepOptions } = this.plan;
    const learned =
      stepOptions.lossWeighting === 'uncertainty'
        ? { lossWeights: learnedWeights(network.tasks, (await this.step.readState()).optimizer) }
        : {};
    const note = validationNote(scores, this.batchNorm.describe(this.counter.read().step));
    return {
      ...this.counter.closeEpoch(options.training.length),
      ...scores,
      ...(note !== undefined && { note }),
      ...learned,
      ...timer.read(),
      skipped: this.skippedRecords().length,
    };
  }

  /** Leaves the weights for evaluation in the step, after the last epoch. */
  async commitWeights(): Promise<void> {
    await this.lateStop.keep(this.history.stopped, () => this.snapshot());
    await this.weights.commit();
  }

  /** Ends the callbacks and frees everything. A run that failed with `error` reports no error but that one. */
  async end(error: unknown): Promise<void> {
    try {
      await this.callbacks.onTrainEnd(error).finally(() => this.step.dispose());
    } catch (failure) {
      if (error === undefined) throw failure;
    } finally {
      this.release();
    }
  }

  /** What callbacks see of this run. */
  private createRun(): TrainRun<Tasks> {
    const { network, options, abort } = this.plan;
    const { training, validation, epochs } = options;
    const readState = async (): Promise<RunState> => this.lateStop.note(await this.snapshot());
    return {
      network,
      epochs,
      batchesPerEpoch: training.length,
      trainingSize: training.size,
      hasValidation: validation !== undefined,
      position: this.counter.read,
      history: this.history,
      stop: this.recorder.stop,
      abort,
      readState,
      readEndState: async () => this.lateStop.state() ?? readState(),
      readWeights: this.weights.read,
      writeWeights: (weights) => this.writeWeights(weights),
      withEvalWeightsInModel: this.weights.withEvalWeightsInModel,
    };
  }

  private async writeWeights(weights: readonly NamedArray[]): Promise<void> {
    const { optimizer } = await this.step.readState();
    await this.step.writeState({ weights, optimizer });
    this.weights.invalidate();
  }

  /** Everything that a run needs to continue from here. */
  private async snapshot(): Promise<RunState> {
    const { stepOptions, schedule, settings, readData } = this.plan;
    const position = this.counter.read();
    const data = await readData();
    const [{ stopped, epochs }, learningRate, skipped] = [
      this.history,
      this.counter.learningRate(),
      this.skippedRecords(),
    ];
    // before the step is read: that takes time in which a callback could change what it remembers
    const memory = {
      schedule: schedule.state?.() ?? null,
      callbacks: callbackStates(settings.callbacks),
      history: [...epochs] as unknown as EpochRecord[],
    };
    return {
      ...position,
      seed: stepOptions.seed,
      tasks: settings.tasks,
      optimizer: settings.optimizer,
      settings: { ...(schedule.settings && { schedule: schedule.settings }), options: settings.options },
      lossWeighting: stepOptions.lossWeighting,
      data,
      environment: this.environment,
      ...(stopped !== undefined && { stopped }),
      ...(learningRate !== undefined && { learningRate }),
      ...(skipped.length > 0 && { skipped }),
      train: await this.step.readState(),
      ...memory,
      ...(position.batch > 0 && { partialEpoch: this.outputs.state() }),
    };
  }

  /** Positions of the records that could not be read so far, those of a resumed run included. */
  private skippedRecords(): number[] {
    const { resume, training } = this.options;
    return [...new Set([...(resume?.skipped ?? []), ...(training.skipped ?? []).map(({ index }) => index)])];
  }
}

/** True if a saved schedule can continue as this one. A state without settings is not compared. */
function hasSameSchedule({ settings, schedule }: RunState, now: Settings | undefined): boolean {
  return schedule !== null && (settings === undefined || settings.schedule?.['name'] === now?.['name']);
}

/** A schedule that watches the epochs, as a callback. */
function scheduleCallback<Tasks extends TaskMap>(schedule: ScheduleInstance<Tasks>): Callback<Tasks> {
  return { name: 'schedule', onEpochEnd: (_, record) => schedule.onEpochEnd?.(record) };
}
