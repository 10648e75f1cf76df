/**
 * {@include ../README.md}
 *
 * @module @polyhead/tensorflow
 */
export { bfloat16Support, type Bfloat16Support, type Bfloat16SupportOptions } from './bfloat16-support';
export type { Bytes } from './compile/inputs';
export { compile, type Compiled, type CompileOptions, type OrBytes, type SavedGraph } from './compile/compile';
export { compiledPredictStep, type CompiledStepOptions } from './steps/compiled-predict-step';
export { compiledStep } from './steps/compiled-step';
export { doctor, type DoctorCheck, type DoctorOptions, type DoctorReport } from './doctor';
export { install, type InstallOptions, type InstallProgress, type InstallResult, type InstallWay } from './install';
export { loadTensorFlow, type LoadTensorFlowOptions, type TensorFlow } from './load-tensorflow';
export type { CommandResult, RunCommand, RunCommandOptions } from './setup/run-command';
export type { TensorFunction, Tensors } from './compile/trace';
export { TraceError } from './compile/trace-error';
export type { Wheel } from './setup/wheel';
export { tensorflowStatus, type TensorFlowStatus, type TensorFlowStatusOptions } from './tensorflow-status';
export { threadedStep } from './steps/threaded-step';
export { useTensorFlow, type UseTensorFlowOptions } from './use-tensorflow';
