import type { Connection } from './connect';
import { element, errorMessage } from './element';
import type { NetworkFacts } from './messages';

const names = ['model.json', 'tasks.json', 'weights.bin'];
const limit = 1e9;

/** Lets the user choose a saved model; `?model=FOLDER/` in the address takes one that is served beside the page. */
export function listenForModels(connection: Connection, onLoaded: (facts: NetworkFacts, name: string) => void): void {
  const problem = element('image-error', HTMLElement);
  const load = async (read: () => Promise<Record<string, Uint8Array>>, name: string): Promise<void> => {
    problem.textContent = '';
    try {
      onLoaded(await connection.ask('load', { files: await read() }), name);
    } catch (error) {
      problem.textContent = errorMessage(error);
    }
  };
  for (const id of ['folder', 'model-files']) {
    const input = element(id, HTMLInputElement);
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length > 0)
        void load(() => readFiles(files), files[0]?.webkitRelativePath.split('/')[0] || 'three files');
    });
  }
  const folder = new URLSearchParams(location.search).get('model');
  if (folder !== null) void load(() => fetchFiles(folder), folder);
}

async function readFiles(files: readonly File[]): Promise<Record<string, Uint8Array>> {
  const wanted = names.map((name) => files.find((file) => file.name === name));
  const missing = names.filter((_, index) => wanted[index] === undefined);
  if (missing.length > 0)
    throw new Error(`Expected ${names.join(', ')} in the folder of the model, missing: ${missing.join(', ')}.`);
  const bytes = await Promise.all(
    wanted.map(async (file) =>
      file === undefined || file.size > limit ? new Uint8Array() : new Uint8Array(await file.arrayBuffer()),
    ),
  );
  return Object.fromEntries(names.map((name, index) => [name, bytes[index] ?? new Uint8Array()]));
}

/** From a folder of the same origin only: other places get nothing to know. */
async function fetchFiles(folder: string): Promise<Record<string, Uint8Array>> {
  const base = new URL(folder.endsWith('/') ? folder : `${folder}/`, location.href);
  if (base.origin !== location.origin)
    throw new Error(`The model must be served beside this page, not from ${base.origin}.`);
  const entries = names.map(async (name) => {
    const response = await fetch(new URL(name, base));
    if (!response.ok) throw new Error(`Expected ${name} at ${base.pathname}, got status ${response.status}.`);
    return [name, new Uint8Array(await response.arrayBuffer())] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
