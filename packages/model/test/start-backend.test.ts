// Imports no backend, as a program may have forgotten to.
import { faceTasks } from '@polyhead/core';
import { buildFaceNet } from '@polyhead/model';

test('a network needs a backend, and the error says where to get one', () => {
  expect(() => buildFaceNet({ tasks: faceTasks() })).toThrow(
    "buildFaceNet: expected a tfjs backend to create weights on, got none. Import one first, e.g. '@tensorflow/tfjs-backend-cpu', or await useWasm() of @polyhead/wasm.",
  );
});
