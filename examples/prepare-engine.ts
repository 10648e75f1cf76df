// Gets native TensorFlow running where that is possible and wanted, and takes the best engine that there is.
import { type Engine, type EngineName, installTensorFlow, tensorFlowWorks, useEngine } from 'polyhead';

export async function prepareEngine(wanted: EngineName | 'auto'): Promise<Engine> {
  if ((wanted === 'auto' || wanted === 'tensorflow') && !(await tensorFlowWorks())) {
    console.log('Getting native TensorFlow, once for this user (skip it with `-- --engine wasm`) …');
    await installTensorFlow({ onProgress: (line) => console.log(`  ${line}`) }).catch((error: Error) => console.log(`  ${error.message}`));
  }
  return useEngine(wanted);
}
