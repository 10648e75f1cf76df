import { eagerStep } from '@polyhead/training';
import { useCpu } from './support/tiny-network';
import { testTrainStep } from './train-step-contract';

testTrainStep({ name: 'eagerStep on cpu', setup: useCpu, factory: eagerStep });
