import { cast, engine, getBackend, getGradient, getKernel, mul, registerGradient, step, type GradConfig, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';

type Inputs = Record<string, Tensor>;

function run(name: string, inputs: Inputs, attrs: object = {}): Tensor[] {
  const result = engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap) as Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}

function only(name: string, inputs: Inputs, attrs: object = {}): Tensor {
  const [result] = run(name, inputs, attrs);
  if (result === undefined) throw new Error(`${name}: expected one result, got none.`);
  return result;
}

// What is computed together is computed at once: tfjs runs each of the returned functions in a tidy of its own.
function together(names: readonly string[], tensors: readonly (Tensor | undefined)[]): Record<string, () => Tensor> {
  return Object.fromEntries(names.map((name, i) => [name, () => {
    const tensor = tensors[i];
    if (tensor === undefined) throw new Error(`gradient: expected one for "${name}", got none.`);
    return tensor;
  }]));
}

/** dy of several outputs arrives as a list: only the first, y, passes a gradient on. */
function ofFirst(dy: Tensor | Tensor[]): Tensor {
  const first = Array.isArray(dy) ? dy[0] : dy;
  if (first === undefined) throw new Error('gradient: expected dy, got none.');
  return first;
}

const batchNorm: GradConfig = {
  kernelName: 'PolyheadBatchNormTraining',
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
    return together(['x', 'gamma', 'beta'], run('PolyheadBatchNormGrad', { dy: ofFirst(dy), x, gamma, mean, variance }, attrs));
  },
};

const fusedBlock: GradConfig = {
  kernelName: 'PolyheadReluBatchNormPool',
  inputsToSave: ['x', 'gamma', 'beta'],
  outputsToSave: [true, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, beta, y, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    return together(['x', 'gamma', 'beta'], run('PolyheadReluBatchNormPoolGrad', { dy: ofFirst(dy), x, y, gamma, beta, mean, variance }, attrs));
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

// Saves the output in place of the input: the input can then be let go.
const relu: GradConfig = {
  kernelName: 'Relu',
  outputsToSave: [true],
  gradFunc: (dy, saved) => {
    const [y] = saved as [Tensor];
    return { x: () => (isRegistered('PolyheadReluGrad') ? only('PolyheadReluGrad', { dy: ofFirst(dy), x: y }) : mul(ofFirst(dy), cast(step(y), 'float32'))) };
  },
};

/** One pass in place of several, where the backend has the kernel; else what tfjs does. */
function overridden(kernelName: string, fast: string): GradConfig | undefined {
  const stock = stockGradient(kernelName);
  if (stock === undefined) return undefined;
  return {
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved;
      if (x === undefined || !isRegistered(fast)) return stock.gradFunc(dy, saved, attrs);
      return { x: () => only(fast, { dy: ofFirst(dy), x }, attrs) };
    },
  };
}

/** tfjs asserts that dilations are 1; the kernels here do not need that. */
function dilated(kernelName: string, ofInput: string, ofFilter: string): GradConfig | undefined {
  const stock = stockGradient(kernelName);
  if (stock === undefined) return undefined;
  return {
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor];
      if (!isRegistered('PolyheadConv2D')) return stock.gradFunc(dy, saved, attrs);
      return {
        x: () => only(ofInput, { dy: ofFirst(dy), filter }, { ...attrs, inputShape: x.shape }),
        filter: () => only(ofFilter, { x, dy: ofFirst(dy) }, { ...attrs, filterShape: filter.shape }),
      };
    },
  };
}

const replaced = new WeakMap<GradConfig, GradConfig>();

// tfjs' own gradient, also when ours has taken its place before.
function stockGradient(kernelName: string): GradConfig | undefined {
  const current = getGradient(kernelName) as GradConfig | undefined;
  return current === undefined ? undefined : replaced.get(current) ?? current;
}

function isRegistered(kernelName: string): boolean {
  return (getKernel(kernelName, getBackend()) as unknown) !== undefined;
}

/**
 * Registers the gradients of the custom kernels, and better ones for Relu, Relu6, LeakyRelu and convolutions. Gradients belong to all backends at once: each of the
 * latter falls back to what tfjs does where the current backend lacks the kernel.
 */
export function registerGradients(): void {
  [batchNorm, fusedBlock, dropout, convolution, relu].forEach(registerGradient);
  const better = [
    overridden('Relu6', 'PolyheadRelu6Grad'), overridden('LeakyRelu', 'PolyheadLeakyReluGrad'),
    dilated('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'),
    dilated('DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'),
  ];
  for (const gradient of better) {
    if (gradient === undefined) continue;
    const stock = stockGradient(gradient.kernelName);
    if (stock !== undefined) replaced.set(gradient, stock);
    registerGradient(gradient);
  }
}
