import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { testTrainStep } from '../../training/test/train-step-contract';
import { describeNative } from './native';

describeNative('compiledStep', () => {
  testTrainStep({ name: 'compiled step on native TensorFlow', setup: () => useTensorFlow(), factory: compiledStep, tolerance: 5e-5 });
});
