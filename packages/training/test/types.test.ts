// What compiles and what must not. `@ts-expect-error` makes the type checker fail where a wrong line compiles.
import { type FaceTasks, faceTasks } from '@polyhead/core';
import {
  adam,
  constantSchedule,
  cosineDecay,
  earlyStopping,
  type EpochRecord,
  type Evaluation,
  evaluate,
  type History,
  oneCycle,
  reduceOnPlateau,
  predict,
  train,
  type TrainOptions,
  inverseTimeDecay,
} from '@polyhead/training';
import { checkpoints, csvLogger, progressBar, train as trainInNode } from '@polyhead/training/node';
import { tinyNetwork, tinySource } from './support/tiny-network';

const tasks = faceTasks();
const make = () => ({ net: tinyNetwork(tasks), source: tinySource(tasks) });
/** Compiled, never run. */
const compiled = (_: () => unknown): void => expect(typeof _).toBe('function');

describe('types', () => {
  it('carry the names of tasks into history, evaluation and predictions', () => {
    compiled(async () => {
      const { net, source } = make();
      const history = await train(net, { training: source, validation: source, epochs: 1 });
      const accuracy: number | undefined = history.epochs[0]?.validation?.race.accuracy;
      const error: number | undefined = history.epochs[0]?.training.age.meanAbsoluteError;
      // @ts-expect-error no such task
      const wrongTask = history.epochs[0]?.training.rcae.accuracy;
      // @ts-expect-error an age has no accuracy
      const wrongMetric = history.epochs[0]?.training.age.accuracy;
      const result = await evaluate(net, source);
      const recall: number = result.race.report.classes.white.recall;
      // @ts-expect-error no such class
      const wrongClass = result.race.report.classes.green;
      // @ts-expect-error a race has no R2
      const wrongScore = result.race.r2Score;
      const [first] = await predict(net, source);
      const label: 'male' | 'female' | undefined = first?.prediction.gender.label;
      return [accuracy, error, recall, label, wrongTask, wrongMetric, wrongClass, wrongScore];
    });
  });

  it('let callbacks and schedules watch numbers that exist, only', () => {
    compiled(async () => {
      const { net, source } = make();
      const shared = { training: source, validation: source, epochs: 1, optimizer: adam() };
      await train(net, {
        ...shared,
        callbacks: [
          earlyStopping({ metric: 'validation.race.accuracy' }),
          checkpoints('folder', { best: 'validation.loss' }),
          csvLogger('file'),
          progressBar(),
        ],
      });
      await trainInNode(net, {
        ...shared,
        schedule: reduceOnPlateau({ metric: 'training.age.meanAbsoluteError' }),
        callbacks: [checkpoints('folder', { best: 'validation.age.loss' })],
        resume: 'folder',
      });
      // @ts-expect-error no such task
      await train(net, { ...shared, callbacks: [earlyStopping({ metric: 'validation.rcae.accuracy' })] });
      // @ts-expect-error no such task
      await train(net, { ...shared, callbacks: [checkpoints('folder', { best: 'validation.rcae.loss' })] });
      // @ts-expect-error an age has no accuracy
      await train(net, { ...shared, schedule: reduceOnPlateau({ metric: 'validation.age.accuracy' }) });
      // @ts-expect-error no such task
      await trainInNode(net, { ...shared, callbacks: [earlyStopping({ metric: 'validation.rcae.accuracy' })] });
      for (const schedule of [constantSchedule(), cosineDecay(), oneCycle(), inverseTimeDecay()])
        await train(net, { ...shared, schedule });
    });
  });

  it('reject a source of other tasks', () => {
    compiled(async () => {
      const { net } = make();
      const other = tinySource({ age: tasks.age });
      // @ts-expect-error race and gender are missing
      await train(net, { training: other, epochs: 1 });
      // @ts-expect-error race and gender are missing
      await evaluate(net, other);
    });
  });

  it('let code that knows no task names take what knows them', () => {
    compiled(() => {
      const take = (known: {
        history: History;
        record: EpochRecord;
        result: Evaluation;
        options: TrainOptions;
      }): unknown => known;
      return (
        history: History<FaceTasks>,
        record: EpochRecord<FaceTasks>,
        result: Evaluation<FaceTasks>,
        options: TrainOptions<FaceTasks>,
      ) => take({ history, record, result, options });
    });
  });
});
