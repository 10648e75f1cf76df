import { compiledStep, threadedStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, type Optimizer, train, type TrainStep } from '@polyhead/training';
import { type Batch, isPolyheadError, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startRun } from '../../training/test/reliability/child-run';
import { networkOf, tinyNetwork, tinySource, weightsOf } from '../../training/test/support/tiny-network';
import { describeNative } from './native';

describeNative('threadedStep', () => {
  beforeAll(() => useTensorFlow());
  const tasks = { age: regression() };
  type Tasks = typeof tasks;
  const endless = 1e6; // epochs: no run is done before its signal comes
  const at = { learningRate: 0.01, step: 0 };
  const batchesOf = async (count: number): Promise<Batch<'age'>[]> => {
    const batches: Batch<'age'>[] = [];
    for await (const batch of tinySource(tasks, { size: 8 * count }).batches(0)) batches.push(batch);
    return batches;
  };

  it.each(['fixed', 'uncertainty'] as const)(
    'does to the last bit what the compiled step does in this thread, goes on from its state, and leaves the weights in the network: %s weights of the losses',
    async (lossWeighting) => {
      const networks = [tinyNetwork(tasks), tinyNetwork(tasks)] as const;
      const options = { optimizer: adam({ globalClipNorm: 1 }), seed: 5, lossWeighting };
      const before = tf.memory().numTensors;
      const steps = [await compiledStep(networks[0], options), (await threadedStep(networks[1], options))!];
      const run = async (step: TrainStep<Tasks>, from: number) => {
        const results = [];
        for await (const batch of tinySource(tasks, { size: 21 }).batches(from))
          results.push(
            await step.run(batch, { learningRate: 0.01, step: 3 * from + results.length }),
            await step.predict(batch.images, batch.size),
          );
        return results;
      };
      const [here, there] = [await run(steps[0]!, 0), await run(steps[1]!, 0)];
      expect(there).toEqual(here);
      await steps[1]!.writeState(await steps[0]!.readState());
      expect(await run(steps[1]!, 1)).toEqual(await run(steps[0]!, 1));
      expect((await steps[1]!.readState()).optimizer.map(({ values }) => values)).toEqual(
        (await steps[0]!.readState()).optimizer.map(({ values }) => values),
      );
      await expect(steps[1]!.writeState({ weights: [], optimizer: [] })).rejects.toThrow(
        /^writeState: expected \d+ arrays of weights, got 0/,
      );
      await Promise.all(steps.map((step) => step.dispose()));
      expect(weightsOf(networks[1])).toEqual(weightsOf(networks[0]));
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('leaves the main thread free while steps run', async () => {
    const turnsDuring = async (make: typeof compiledStep | typeof threadedStep): Promise<boolean> => {
      const step = (await make(tinyNetwork(tasks), { optimizer: adam(), seed: 1 }))!;
      const [batch] = await batchesOf(1);
      let turned = false;
      setImmediate(() => (turned = true));
      await step.run(batch!, at);
      const during = turned;
      await step.dispose();
      return during;
    };
    expect([await turnsDuring(threadedStep), await turnsDuring(compiledStep)]).toEqual([true, false]);
  });

  it('passes on errors as they are in this thread, and goes on', async () => {
    const options = { optimizer: adam(), seed: 5 };
    const [here, there] = [
      await compiledStep(tinyNetwork(tasks), options),
      (await threadedStep(tinyNetwork(tasks), options))!,
    ];
    const [batch] = await batchesOf(1);
    const fault = async (step: TrainStep<Tasks>): Promise<string> =>
      step.run({ ...batch!, targets: { age: new Float32Array(3) } }, at).then(
        () => 'no error',
        (error: Error) => error.message,
      );
    expect(await fault(there)).toBe(await fault(here));
    expect(await fault(there)).toContain('expected 8 targets of the task "age"');
    expect(await there.run(batch!, at)).toEqual(await here.run(batch!, at));
    await Promise.all([here.dispose(), there.dispose()]);
    await expect(there.run(batch!, at)).rejects.toThrow('train: expected a training step that was not disposed.');
    await there.dispose(); // again, and nothing happens
  });

  it('throws what compiledStep throws if the step cannot become a graph, and throws when asked to split batches', async () => {
    const network = (between: layers.Layer) => {
      const input = layers.input({ shape: [6, 6, 1] }) as SymbolicTensor;
      const x = between.apply(layers.flatten().apply(input)) as SymbolicTensor;
      return networkOf(
        makeModel({
          inputs: input,
          outputs: layers.dense({ units: 1, name: 'age_output' }).apply(x) as SymbolicTensor,
        }),
        tasks,
        [6, 6, 1],
      );
    };
    const options = { optimizer: adam(), seed: 5 };
    const faultOf = async (step: Promise<unknown>): Promise<[boolean, string]> =>
      step.then(
        () => [false, 'none'],
        (error: Error) => [isPolyheadError(error, 'UNTRACEABLE'), error.message.replace(/ \(.*\)/, '')],
      );
    const [noisy, reading] = [
      () => network(layers.gaussianNoise({ stddev: 0.1 })),
      () => network(layers.categoryEncoding({ numTokens: 5, outputMode: 'multiHot' })),
    ];
    for (const make of [noisy, reading])
      expect(await faultOf(threadedStep(make(), options))).toEqual(await faultOf(compiledStep(make(), options)));
    expect(await faultOf(threadedStep(noisy(), options))).toEqual([
      false,
      expect.stringMatching(/^train: the step cannot be traced/),
    ]);
    expect(await faultOf(threadedStep(reading(), options))).toEqual([
      true,
      expect.stringMatching(/^compile: the function reads the values of a tensor/),
    ]);
    await expect(threadedStep(tinyNetwork(tasks), { ...options, microBatchSize: 4 })).rejects.toThrow(
      'threadedStep: expected no "microBatchSize"',
    );
  });

  it('sends the images alone where they lie in a larger buffer', async () => {
    const step = (await threadedStep(tinyNetwork(tasks), { optimizer: adam(), seed: 5 }))!;
    const [batch] = await batchesOf(1);
    const large = new Uint8Array(1000);
    large.set(batch!.images, 500);
    expect(await step.predict(large.subarray(500, 500 + batch!.images.length), 8)).toEqual(
      await step.predict(batch!.images, 8),
    );
    await step.dispose();
  });

  it.each([
    ['after it was disposed', 'await step.dispose();'],
    ['where nobody disposes it', ''],
    [
      'after a call that cannot be sent',
      'await step.run({ size: 1, images: new Uint8Array(32 * 32 * 3), targets: { age: () => 1 } }, { learningRate: 0.1, step: 0 }).then(() => console.log("no error"), () => undefined);',
    ],
  ])(
    'lets the process end by itself %s, and prints nothing',
    async (_, last) => {
      const program = `
      import { faceTasks } from '@polyhead/core';
      import { buildFaceNet } from '@polyhead/model';
      import { adam } from '@polyhead/training';
      import { threadedStep, useTensorFlow } from '@polyhead/tensorflow';
      await useTensorFlow();
      const step = await threadedStep(buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 32 }), { optimizer: adam(), seed: 1 });
      await step.predict(new Uint8Array(32 * 32 * 3), 1);
      ${last}`;
      const options = ['--import', 'tsx', '--conditions=@polyhead/source', '--input-type=module', '-e', program];
      expect(
        await promisify(execFile)(process.execPath, options, { cwd: resolve(__dirname, '..'), timeout: 80_000 }),
      ).toEqual({ stdout: '', stderr: '' });
    },
    90_000,
  );

  it('handles Ctrl-C during a step: ends the batch, writes a checkpoint, exits by SIGINT, and can resume', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyhead-'));
    const run = startRun(folder, endless, join(__dirname, 'threaded-run.ts'));
    await run.batches(2);
    run.process.kill('SIGINT');
    expect([await run.exit, run.errors()]).toEqual(['SIGINT', '']);
    expect(run.messages.at(-1)).toEqual({ ended: true });
    const { epoch = 0, batch = 0 } = run.messages.filter((message) => message.batch !== undefined).at(-1) ?? {};
    const next = startRun(folder, endless, join(__dirname, 'threaded-run.ts'));
    await next.batches(1);
    next.process.kill('SIGINT');
    next.process.kill('SIGINT'); // immediately
    expect(await next.exit).toBe('SIGINT');
    const begun = next.messages[0]?.begun;
    expect((begun?.epoch ?? 0) * 4 + (begun?.batch ?? 0)).toBe(epoch * 4 + batch + 1);
    rmSync(folder, { recursive: true });
  }, 120_000);

  it('keeps the averages of the weights that emaDecay asks for, as a compiled step does', async () => {
    const options = { optimizer: adam(), seed: 5, emaDecay: 0.9 };
    const [here, there] = [
      await compiledStep(tinyNetwork(tasks), options),
      (await threadedStep(tinyNetwork(tasks), options))!,
    ];
    for (const [index, batch] of (await batchesOf(3)).entries())
      for (const step of [here, there]) await step.run(batch, { learningRate: 0.01, step: index });
    const averagesOf = async (step: TrainStep<Tasks>) =>
      (await step.readState()).optimizer.filter(({ name }) => name.startsWith('average/')).map(({ values }) => values);
    expect(await averagesOf(there)).not.toHaveLength(0);
    expect(await averagesOf(there)).toEqual(await averagesOf(here));
    await Promise.all([here.dispose(), there.dispose()]);
  });

  it('reports through onFallback why train runs its steps in the main thread', async () => {
    const messages: string[] = [];
    await useTensorFlow({ thread: true, onFallback: (message) => messages.push(message) });
    const optimizer: Optimizer = { ...adam(), settings: { name: 'mine' } };
    await train(tinyNetwork(tasks), { training: tinySource(tasks), epochs: 1, optimizer });
    await useTensorFlow();
    expect(messages).toEqual([
      'train: steps run in the main thread in spite of thread: true, as the optimizer "mine" is not built into polyhead.',
    ]);
  });

  it("is not there for an optimizer of the user's own", async () => {
    const own: Optimizer = { ...adam(), settings: { name: 'mine' } };
    expect(await threadedStep(tinyNetwork(tasks), { optimizer: own, seed: 1 })).toBeUndefined();
  });
});
