import { add, cast, mul, reshape, rsqrt, step, sub, sum, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { outerInnerShape } from '../kernels/outer-inner-shape';
import { isRegistered, first, single } from './run-kernel';

type GradientFunction = GradConfig['gradFunc'];

/** A gradient in place of tfjs' own, which it may call. */
type GradientOverride = (stock: GradConfig) => GradConfig;

// Saves the output in place of the input: the input can then be let go.
const relu: GradientOverride = (stock) => ({
  kernelName: stock.kernelName,
  outputsToSave: [true],
  gradFunc: (dy, saved) => {
    const [y] = saved as [Tensor];
    return {
      x: () =>
        isRegistered('PolyheadReluGrad')
          ? single('PolyheadReluGrad', { dy: first(dy), x: y })
          : mul(first(dy), cast(step(y), 'float32')),
    };
  },
});

/** Keeps tfjs' own where the current backend lacks the kernel. */
function where(kernel: string, gradient: GradientFunction): GradientOverride {
  return (stock) => ({
    ...stock,
    gradFunc: (dy, saved, attrs) => (isRegistered(kernel) ? gradient : stock.gradFunc)(dy, saved, attrs),
  });
}

const activation = (kernel: string): GradientOverride =>
  where(kernel, (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    return { x: () => single(kernel, { dy: first(dy), x }, attrs) };
  });

// tfjs asserts that dilations are 1; the kernels here do not need that.
const convolution = (ofInput: string, ofFilter: string): GradientOverride =>
  where('PolyheadConv2D', (dy, saved, attrs) => {
    const [x, filter] = saved as [Tensor, Tensor];
    return {
      x: () => single(ofInput, { dy: first(dy), filter }, { ...attrs, inputShape: x.shape }),
      filter: () => single(ofFilter, { x, dy: first(dy) }, { ...attrs, filterShape: filter.shape }),
    };
  });

// tfjs multiplies with a tensor of ones that it makes in JavaScript.
const broadcastTo =
  (isMean: boolean): GradientOverride =>
  (stock) => ({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [Tensor];
      const axis = attrs.axis as number | number[];
      const around = outerInnerShape(x, axis);
      if (around === undefined || !isRegistered('PolyheadSpread')) return stock.gradFunc(dy, saved, attrs);
      return {
        x: () =>
          single('PolyheadSpread', { dy: first(dy) }, { shape: x.shape, axis, scale: isMean ? 1 / around.rows : 1 }),
      };
    },
  });

const max: GradientOverride = (stock) => ({
  ...stock,
  gradFunc: (dy, saved, attrs) => {
    const [x, y] = saved as [Tensor, Tensor];
    const axis = attrs.reductionIndices as number | number[];
    if (outerInnerShape(x, axis) === undefined || !isRegistered('PolyheadMaxGrad'))
      return stock.gradFunc(dy, saved, attrs);
    return { x: () => single('PolyheadMaxGrad', { dy: first(dy), x, y }, { axis }) };
  },
});

// With given statistics, as in layers that are not trained. tfjs' own tiles them to the size of the image.
const batchNorm: GradientOverride = (stock) => ({
  ...stock,
  gradFunc: (dys, saved, attrs) => {
    const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, (Tensor | null)?];
    const dy = first(dys);
    if (mean.rank !== 1) return stock.gradFunc(dys, saved, attrs);
    const inverse = rsqrt(add(variance, attrs.varianceEpsilon as number));
    const factor = scale === undefined || scale === null ? inverse : mul(inverse, scale);
    const overRows = (tensor: Tensor): Tensor =>
      reshape(
        sum(
          tensor,
          tensor.shape.slice(0, -1).map((_, axis) => axis),
        ),
        mean.shape,
      );
    const withX = (): Tensor => overRows(mul(dy, sub(x, mean)));
    return {
      x: () => mul(dy, factor),
      mean: () => mul(mul(overRows(dy), factor), -1),
      variance: () => mul(mul(withX(), factor), mul(mul(inverse, inverse), -0.5)),
      scale: () => mul(withX(), inverse),
      offset: () => overRows(dy),
    };
  },
});

/** Gradients that take the place of tfjs' own, by the name of the kernel. */
export const betterGradients: Readonly<Record<string, GradientOverride>> = {
  Conv2D: convolution('Conv2DBackpropInput', 'Conv2DBackpropFilter'),
  DepthwiseConv2dNative: convolution('DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'),
  FusedBatchNorm: batchNorm,
  LeakyRelu: activation('PolyheadLeakyReluGrad'),
  Max: max,
  Mean: broadcastTo(true),
  Relu: relu,
  Relu6: activation('PolyheadRelu6Grad'),
  Sum: broadcastTo(false),
};
