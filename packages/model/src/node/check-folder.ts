import { describeValue } from '@polyhead/tasks';

/** Throws where a path is none. */
export function checkFolder(where: string, folder: unknown): void {
  if (typeof folder !== 'string' || folder === '') throw new Error(`${where}: expected the path of a folder, got ${describeValue(folder)}. Pass e.g. 'runs/faces/model'.`);
}
