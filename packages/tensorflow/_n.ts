import { useTensorFlow, compile, compiledStep } from '@polyhead/tensorflow';
import { adam, eagerStep, sgd } from '@polyhead/training';
import { regression } from '@polyhead/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model } from '@tensorflow/tfjs-layers';
await useTensorFlow();
const all: any[] = [['c1', () => layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'selu' })], ['prelu', () => layers.prelu({})], ['c2', () => layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'softplus' })], ['pad', () => layers.zeroPadding2d({})], ['up', () => layers.upSampling2d({ size: [2, 2] })], ['ln', () => layers.layerNormalization()], ['gap', () => layers.globalAveragePooling2d({})], ['d1', () => layers.dense({ units: 6, activation: 'hardSigmoid', kernelRegularizer: 'l1l2'  })], ['d2', () => layers.dense({ units: 6, activation: 'softsign', kernelConstraint: 'unitNorm'  })], ['o', () => layers.dense({ units: 1, activation: 'sigmoid' })]];
for (const skip of [[], ['c2'], ['prelu'], ['ln'], ['pad', 'up']]) {
const input: any = layers.input({ shape: [8, 8, 3] });
let t = Date.now();
const x: any = all.filter(([n]) => !skip.includes(n as never)).map(([, m]) => m()).reduce((a, l) => l.apply(a), input);
const net: any = { model: model({ inputs: input, outputs: x }), tasks: { age: regression({ scale: 40 }) }, imageShape: [8, 8, 3], summary: () => '', dispose() {} };
console.log(skip.join(), 'build', Date.now() - t); 
const batch: any = { size: 6, images: new Uint8Array(6 * 192).fill(7), targets: { age: new Float32Array(6) }, values: {}, indices: [] };
for (const make of [eagerStep, compiledStep] as any[]) { t = Date.now(); const s = await make(net, { optimizer: sgd({ momentum: .9 }), seed: 1 }); console.log('make', Date.now() - t); t = Date.now(); await s.run(batch, { learningRate: .01, step: 0 }); console.log('first', Date.now() - t); t = Date.now(); for (let i = 0; i < 10; i++) await s.run(batch, { learningRate: .01, step: 0 }); console.log('ten', Date.now() - t); await s.dispose(); }
}
