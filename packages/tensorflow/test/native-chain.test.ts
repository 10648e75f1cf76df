import type { NativeBackend } from '../src/graph/binding';
import { type NativeOpBuilder, nativeOpBuilder } from '../src/kernels/native-op-builder';

/** A backend that notes what lives, and whose calls of `faulty` throw. */
function fakeBackend(faulty: string) {
  const alive = new Set<number>();
  let last = 0;
  const make = (name: string): number => {
    if (name === faulty) throw new Error(`no ${name}`);
    alive.add(++last);
    return last;
  };
  const binding = {
    createTensor: (_: unknown, dtype: number) => make(dtype === 1 ? 'floats' : 'ints'),
    executeOp: (op: string) => [{ id: make(op) }],
    deleteTensor: (id: number) => alive.delete(id),
  };
  return {
    alive,
    backend: { binding, createOutputTensor: ({ id }: { id: number }) => id } as unknown as NativeBackend,
  };
}

const run = ({ one, ints, floats, finish }: NativeOpBuilder) =>
  finish('Last', [], one('Neg', [], ints([], 1)), floats([1], 2), one('Neg', [], ints([], 3)));

test.each(['ints', 'floats', 'Neg', 'Last'])('frees all that was made where %s throws', (faulty) => {
  const { alive, backend } = fakeBackend(faulty);
  expect(() => run(nativeOpBuilder(backend))).toThrow(`no ${faulty}`);
  expect([...alive]).toEqual([]);
});

test('frees all that was made but the result', () => {
  const { alive, backend } = fakeBackend('nothing');
  expect([run(nativeOpBuilder(backend))]).toEqual([...alive]);
});
