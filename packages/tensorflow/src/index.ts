export { doctor, type DoctorCheck, type DoctorOptions, type DoctorReport } from './doctor';
export { install, type InstallOptions, type InstallProgress, type InstallResult, type InstallWay } from './install';
export { loadTensorFlow, type LoadTensorFlowOptions, type TensorFlow } from './load-tensorflow';
export type { CommandResult, RunCommand, RunCommandOptions } from './setup/run-command';
export type { Wheel } from './setup/wheel';
export { tensorflowStatus, type TensorFlowStatus, type TensorFlowStatusOptions } from './tensorflow-status';
