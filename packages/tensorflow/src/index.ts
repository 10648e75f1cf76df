/**
 * {@include ../README.md}
 *
 * @module @polyhead/tensorflow
 */
export { bfloat16Support, type Bfloat16Support, type Bfloat16SupportOptions } from './setup/bfloat16-support';
export type { ByteInput } from './tracing/inputs';
export { compile } from './session/compile';
export type { Compiled, CompileOptions, ExportedGraph, MaybeBytes } from './session/compiled';
export { compiledPredictStep, type CompiledStepOptions } from './steps/compiled-predict-step';
export { compiledStep } from './steps/compiled-step';
export { doctor, type DoctorCheck, type DoctorOptions, type DoctorReport } from './setup/doctor';
export {
  install,
  type InstallOptions,
  type InstallProgress,
  type InstallResult,
  type InstallMethod,
} from './setup/install';
export { loadTensorFlow, type LoadTensorFlowOptions, type TensorFlow } from './engine/load-tensorflow';
export type { CommandResult, RunCommand, RunCommandOptions } from './setup/run-command';
export type { TensorFunction, Tensors } from './tracing/trace';
export type { Wheel } from './setup/wheel';
export { tensorflowStatus, type TensorFlowStatus, type TensorFlowStatusOptions } from './setup/tensorflow-status';
export { threadedStep } from './steps/threaded-step';
export { useTensorFlow, type UseTensorFlowOptions } from './engine/use-tensorflow';
