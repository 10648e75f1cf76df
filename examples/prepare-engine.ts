// Gets native TensorFlow running where that is possible and wanted, and takes the best engine that there is.
import { type Engine, type EngineName, installTensorFlow, type Precision, tensorFlowStatus, useEngine } from 'polyhead';

export async function prepareEngine(
  wanted: EngineName | 'auto',
  precision: Precision | 'auto' = 'float32',
): Promise<Engine> {
  if ((wanted === 'auto' || wanted === 'tensorflow') && !(await tensorFlowStatus()).works) {
    console.log('Getting native TensorFlow, once for this user (skip it with `-- --engine wasm`) …');
    await installTensorFlow({ onProgress: ({ message }) => console.log(`  ${message}`) }).catch((error: Error) =>
      console.log(`  ${error.message}`),
    );
  }
  return useEngine(wanted, { precision });
}
