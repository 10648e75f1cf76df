import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { testTrainStep } from '../../training/test/train-step-contract';
import { describeNative } from './native';

describeNative('compiledStep', () => {
  // A bias before batch normalization has no gradient but rounding, which Adam takes for a direction.
  testTrainStep({
    name: 'compiled step on native TensorFlow',
    setup: () => useTensorFlow(),
    factory: compiledStep,
    tolerance: 2e-4,
  });
});
