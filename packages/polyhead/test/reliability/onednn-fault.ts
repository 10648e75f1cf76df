// The fault of oneDNN that polyhead guards against, without the guard: the filter gradient of a strided 1 x 1
// convolution of 3 channels by plain tfjs-node. If the fault is present, glibc ends the process. With strides of 1, the
// control, it is not: onednn-fault.ts STRIDES
import type { Rank } from '@tensorflow/tfjs-core';
import { writeSync } from 'node:fs';

process.env['TF_ENABLE_ONEDNN_OPTS'] = '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] = '2';
const strides = Number(process.argv[2] ?? 2);
const tf = await import('@tensorflow/tfjs-node');
const [x, dy] = [tf.ones<Rank.R4>([8, 16, 16, 3]), tf.ones<Rank.R4>([8, 16 / strides, 16 / strides, 8])];
for (let time = 0; time < 20; time++) {
  const filter = tf.ones<Rank.R4>([1, 1, 3, 8]);
  tf.grad((weights) => tf.conv2d(x, weights as typeof filter, strides, 'same'))(filter, dy).dispose();
}
writeSync(1, 'no fault\n');
