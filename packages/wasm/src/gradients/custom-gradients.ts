import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { ofFirst, only, run, together } from './run-kernel';

const batchNorm: GradConfig = {
  kernelName: 'PolyheadBatchNormTraining',
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
    return together(
      ['x', 'gamma', 'beta'],
      run('PolyheadBatchNormGrad', { dy: ofFirst(dy), x, gamma, mean, variance }, attrs),
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
    return together(
      ['x', 'gamma', 'beta'],
      run(
        'PolyheadReluBatchNormPoolGrad',
        { dy: ofFirst(dy), x, y, gamma, beta, mean, variance, ...(extremum && { extremum }) },
        attrs,
      ),
    );
  },
};

const dropout: GradConfig = {
  kernelName: 'PolyheadDropout',
  gradFunc: (dy, _saved, attrs) => ({ x: () => only('PolyheadDropout', { x: ofFirst(dy) }, attrs) }),
};

const convolution: GradConfig = {
  kernelName: 'PolyheadConv2D',
  inputsToSave: ['x', 'filter'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
    const g = attrs.activation === 'relu' ? only('PolyheadReluGrad', { dy: ofFirst(dy), x: y }) : ofFirst(dy);
    const shared = { ...attrs, dataFormat: 'NHWC' };
    return {
      x: () => only('Conv2DBackpropInput', { dy: g, filter }, { ...shared, inputShape: x.shape }),
      filter: () => only('Conv2DBackpropFilter', { x, dy: g }, { ...shared, filterShape: filter.shape }),
      bias: () => only('Sum', { x: g }, { axis: [0, 1, 2], keepDims: false }),
    };
  },
};

/** The gradients of the custom kernels: each runs another one. */
export const customGradients: readonly GradConfig[] = [batchNorm, convolution, dropout, fusedBlock];
