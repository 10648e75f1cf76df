// Computes random convolutions and poolings on every engine and compares them with plain JavaScript:
// node --conditions=@polyhead/source --import tsx window-run.ts SEED COUNT. Writes a line of JSON for each.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { readFileSync, writeSync } from 'node:fs';
import type { WindowLine } from './window-fuzz';
import {
  formerFaults,
  type Inputs,
  inputsOf,
  resultsOf,
  type Results,
  type WindowOperation,
  windowOperations,
} from './window-operations';
import { referenceOf } from './window-references';

type Values = Readonly<Record<string, { readonly shape: readonly number[]; readonly numbers: ArrayLike<number> }>>;

/** Largest difference in relation to the largest value. */
const tolerance = 1e-4;

/** True if every freed block of memory is checked. */
function isChecked(): boolean {
  return process.platform === 'linux' && readFileSync('/proc/self/maps', 'utf8').includes('libc_malloc_debug');
}

interface Outcome {
  readonly values?: Values;
  readonly rejected?: string;
}

/** What the engines compute, with gradients if the shape of the result is given. */
const engines: Readonly<Record<string, (operation: WindowOperation, shape?: readonly number[]) => Values>> = {
  wasm: (operation, shape) => valuesOn('wasm', () => resultsOf(operation, inputsOf(operation, shape))),
  tensorflow: (operation, shape) => valuesOn('tensorflow', () => resultsOf(operation, inputsOf(operation, shape))),
  compiled: (operation, shape) =>
    valuesOn('tensorflow', () => {
      const compiled = compile((given: Inputs) => resultsOf(operation, given));
      try {
        return compiled.run(inputsOf(operation, shape));
      } finally {
        compiled.dispose();
      }
    }),
};

/** With gradients, or without where an engine has none; or the reason why even that fails. */
function outcomeOf(run: (typeof engines)[string], operation: WindowOperation, shape: readonly number[]): Outcome {
  try {
    return { values: run(operation, shape) };
  } catch (error) {
    const rejected = error instanceof Error ? error.message : String(error);
    try {
      return { values: run(operation), rejected };
    } catch {
      return { rejected };
    }
  }
}

function valuesOn(engine: string, run: () => Results): Values {
  tf.setBackend(engine);
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(run()).map(([name, result]) => [name, { shape: result.shape, numbers: result.dataSync() }]),
    ),
  );
}

function verdict({ values = {}, rejected }: Outcome, expected: Values): Omit<WindowLine, 'engine'> {
  const wrong = Object.entries(values).flatMap(([name, { shape, numbers }]) => {
    const known = expected[name]!;
    if (String(shape) !== String(known.shape)) return [`${name} has the shape ${shape}, expected ${known.shape}`];
    const difference = differenceOf(numbers, known.numbers);
    return difference <= tolerance ? [] : [`${name} differs by ${difference.toPrecision(3)}`];
  });
  return {
    ...(rejected !== undefined && { rejected }),
    ...(wrong.length > 0 ? { wrong: wrong.join(', ') } : { computed: Object.keys(values) }),
  };
}

function differenceOf(numbers: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return Array.from(expected).reduce((worst, value, index) => {
    const difference = Math.abs(value - numbers[index]!) / largest;
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}

tf.enableProdMode(); // tfjs would print an advertisement
await useTensorFlow(); // brings the gradients of tfjs, which useWasm replaces
await useWasm();
const [seed = 0, count = 0] = process.argv.slice(2).map(Number);
const say = (line: WindowLine): void => void writeSync(1, `${JSON.stringify(line)}\n`); // is out before a crash
say({ isChecked: isChecked() });
for (const operation of [...formerFaults, ...fc.sample(windowOperations, { seed, numRuns: count })]) {
  say({ begun: operation });
  const expected = valuesOn('cpu', () => referenceOf(operation));
  for (const [engine, run] of Object.entries(engines))
    say({ engine, ...verdict(outcomeOf(run, operation, expected['y']!.shape), expected) });
}
say({ ended: true });
