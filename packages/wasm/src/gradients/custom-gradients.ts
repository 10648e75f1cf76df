import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { first, single, run, namedGradients } from './run-kernel';

const batchNorm: GradConfig = {
  kernelName: 'PolyheadBatchNormTraining',
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
    return namedGradients(
      ['x', 'gamma', 'beta'],
      run('PolyheadBatchNormGrad', { dy: first(dy), x, gamma, mean, variance }, attrs),
    );
  },
};

const fusedBlock: GradConfig = {
  kernelName: 'PolyheadReluBatchNormPool',
  inputsToSave: ['x', 'gamma', 'beta'],
  // gradients are registered for all backends: that of TensorFlow has a fourth output
  outputsToSave: [true, true, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, beta, y, mean, variance, extremum] = saved as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor?,
    ];
    return namedGradients(
      ['x', 'gamma', 'beta'],
      run(
        'PolyheadReluBatchNormPoolGrad',
        { dy: first(dy), x, y, gamma, beta, mean, variance, ...(extremum && { extremum }) },
        attrs,
      ),
    );
  },
};

const dropout: GradConfig = {
  kernelName: 'PolyheadDropout',
  gradFunc: (dy, _saved, attrs) => ({ x: () => single('PolyheadDropout', { x: first(dy) }, attrs) }),
};

const convolution: GradConfig = {
  kernelName: 'PolyheadConv2D',
  inputsToSave: ['x', 'filter'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
    const g = attrs.activation === 'relu' ? single('PolyheadReluGrad', { dy: first(dy), x: y }) : first(dy);
    const shared = { ...attrs, dataFormat: 'NHWC' };
    return {
      x: () => single('Conv2DBackpropInput', { dy: g, filter }, { ...shared, inputShape: x.shape }),
      filter: () => single('Conv2DBackpropFilter', { x, dy: g }, { ...shared, filterShape: filter.shape }),
      bias: () => single('Sum', { x: g }, { axis: [0, 1, 2], keepDims: false }),
    };
  },
};

/** The gradients of the custom kernels: each runs another one. */
export const customGradients: readonly GradConfig[] = [batchNorm, convolution, dropout, fusedBlock];
