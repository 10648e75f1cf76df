import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PolyheadError, type TaskMap } from '@polyhead/core';
import { saveModel } from '@polyhead/model/node';
import type { TrainRun } from '../callbacks/callback';
import { withDiskHint } from '../callbacks/node/with-disk-hint';
import { type BestValue, bestValue } from '../history/best-value';
import type { EpochRecord } from '../history/history';
import type { Json } from '../history/run-state';
import type { CheckpointsOptions } from './checkpoints';
import { type FolderLock, lockFolder } from './lock-folder';
import { prepareFolder } from './prepare-folder';
import { type SignalWatch, watchSignals } from './watch-signals';
import { writeCheckpoint } from './write-checkpoint';

type Options<Tasks extends TaskMap> = CheckpointsOptions<Tasks> &
  Required<Pick<CheckpointsOptions, 'everyEpochs' | 'keepLast' | 'overwrite' | 'stopOnSignals'>>;

/** Saves the checkpoints of one run after the other; `checkpoints` calls it from the hooks of a callback. */
export class CheckpointSaver<Tasks extends TaskMap> {
  private best: BestValue | undefined;
  /** Why the run was stopped, as the last checkpoint has it. */
  private savedStop: string | undefined;
  private lock: FolderLock | undefined;
  private signals: SignalWatch | undefined;
  /** The error that a signal has aborted the run with. */
  private interruption: Error | undefined;
  private readonly resumeHint: string;

  constructor(
    private readonly folder: string,
    private readonly options: Options<Tasks>,
  ) {
    this.resumeHint = `, then pass { resume: ${JSON.stringify(folder)} } to continue from the last complete checkpoint`;
  }

  async begin(run: TrainRun<Tasks>): Promise<void> {
    const { folder, options } = this;
    const { network, hasValidation } = run;
    this.savedStop = run.history.stopped;
    this.best =
      options.best === undefined
        ? undefined
        : bestValue('checkpoints', { tasks: network.tasks, hasValidation }, options.best);
    await withDiskHint('checkpoints', folder, async () => {
      await mkdir(folder, { recursive: true }); // reports a folder that cannot be written now, not after an hour
      this.lock = await lockFolder(folder);
    });
    await prepareFolder(folder, run, options.overwrite);
    this.interruption = undefined;
    if (options.stopOnSignals)
      this.signals = watchSignals((signal) => run.abort((this.interruption = interruptedBy(signal, folder))));
  }

  async endBatch(run: TrainRun<Tasks>, batch: number): Promise<void> {
    const { everyBatches } = this.options;
    const isDue = everyBatches !== undefined && (batch + 1) % everyBatches === 0 && batch + 1 < run.batchesPerEpoch;
    if (isDue) await this.save(run);
    await this.throwIfSignaled(run, isDue);
  }

  async endEpoch(run: TrainRun<Tasks>, record: EpochRecord<Tasks>): Promise<void> {
    const epochs = record.epoch + 1;
    const isBest = this.best?.update(record as unknown as EpochRecord) === true;
    const isDue =
      run.history.stopped !== this.savedStop || epochs % this.options.everyEpochs === 0 || epochs === run.epochs;
    if (isBest) await this.saveBest(run);
    if (isDue) await this.save(run);
    await this.throwIfSignaled(run, isDue);
  }

  async end(run: TrainRun<Tasks>, error: unknown): Promise<void> {
    const signal = this.signals?.received();
    try {
      // the signal came between two batches, such as those of a validation
      if (this.interruption !== undefined && error === this.interruption) await this.save(run);
      // the run was stopped after the last checkpoint
      if (error === undefined && run.history.stopped !== this.savedStop) await this.save(run, run.readEndState);
    } finally {
      this.signals?.release();
      this.lock?.();
      this.signals = this.lock = undefined;
    }
    if (signal !== undefined) process.kill(process.pid, signal); // the other callbacks have ended before
  }

  bestState(): Json {
    return this.best?.state() ?? null;
  }

  restoreBest(state: Json): void {
    this.best?.restore(state);
  }

  private async save(run: TrainRun<Tasks>, read = run.readState): Promise<void> {
    const state = await read();
    this.savedStop = state.stopped;
    await this.write(run, () => writeCheckpoint(this.folder, run.network, state, this.options.keepLast));
  }

  private async saveBest(run: TrainRun<Tasks>): Promise<void> {
    const readme = this.options.readme;
    await this.write(run, () => saveModel(run.network, join(this.folder, 'best'), { readme: readme?.(run) }));
  }

  /** Runs `action`, which writes the network, while this run holds the folder. */
  private async write(run: TrainRun<Tasks>, action: () => Promise<unknown>): Promise<void> {
    this.lock?.check();
    await run.withEvalWeightsInModel(() => withDiskHint('checkpoints', this.folder, action, this.resumeHint));
  }

  private async throwIfSignaled(run: TrainRun<Tasks>, isSaved: boolean): Promise<void> {
    const signal = this.signals?.received();
    if (signal === undefined) return;
    if (!isSaved) await this.save(run);
    throw interruptedBy(signal, this.folder);
  }
}

function interruptedBy(signal: NodeJS.Signals, folder: string): PolyheadError {
  const hint = `Pass { resume: ${JSON.stringify(folder)} } to continue.`;
  return new PolyheadError('INTERRUPTED', `train: stopped by ${signal}. ${hint}`, {
    where: 'train',
    path: folder,
    received: signal,
    hint,
  });
}
