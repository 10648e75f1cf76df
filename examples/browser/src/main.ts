import simdFile from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { connect } from './connect';
import { element, errorMessage } from './element';
import { listenForModels } from './load-model';
import { createImagePanel } from './image-panel';
import { createTrainingPanel } from './training-panel';

const connection = connect(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
const images = createImagePanel(connection);
const training = createTrainingPanel(connection, (facts) => images.setNetwork('trained', facts, false));
const engine = element('engine', HTMLElement);

try {
  const wasmPaths = new URL('.', new URL(simdFile, location.href)).href;
  const { threads } = await connection.ask('start', { wasmPaths });
  engine.textContent = `WebAssembly, ${threads === 1 ? 'one thread' : `${threads} threads`}${crossOriginIsolated ? '' : ' (more need a page that is cross-origin isolated)'}`;
  training.enable();
  listenForModels(connection, ({ parameters, imageShape, tasks }, name) => {
    images.setNetwork(
      'loaded',
      `${name}: ${tasks.join(', ')}; ${parameters.toLocaleString('en')} parameters, ${imageShape.join(' × ')} pixels`,
      true,
    );
    document.querySelector<HTMLInputElement>('input[name=source][value=loaded]')?.click();
  });
} catch (error) {
  engine.textContent = `The engine does not start here: ${errorMessage(error)}`;
}
