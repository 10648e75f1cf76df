// Saved models that were changed, with sums that fit the change: only then is anything but the sums put to the test.
import { createHash } from 'node:crypto';
import type { ModelFiles } from '@polyhead/model';

/** The files with one JSON file changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON that is broken on purpose
export async function editedJson(files: ModelFiles, name: string, edit: (json: any) => unknown): Promise<ModelFiles> {
  const json = JSON.parse(new TextDecoder().decode(files[name]));
  edit(json);
  const edited = { ...files, [name]: new TextEncoder().encode(JSON.stringify(json)) };
  return name === 'tasks.json' ? edited : resealed(edited);
}

/** The files with sizes and sums in `tasks.json` made again. */
export async function resealed(files: ModelFiles): Promise<ModelFiles> {
  return editedJson(files, 'tasks.json', (json) => {
    for (const name of Object.keys(json.files)) {
      const bytes = files[name] ?? new Uint8Array();
      json.files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    }
  });
}
