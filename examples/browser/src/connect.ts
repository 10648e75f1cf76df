import type { Progress, Questions, Reply } from './messages';

/** The worker, as functions that can be awaited. */
export interface Connection {
  ask<Kind extends keyof Questions>(kind: Kind, question: Questions[Kind]['ask']): Promise<Questions[Kind]['answer']>;
  onProgress(listener: (progress: Progress) => void): void;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export function connect(worker: Worker): Connection {
  const waiting = new Map<number, Waiting>();
  const listeners: ((progress: Progress) => void)[] = [];
  let next = 0;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if ('progress' in data) return listeners.forEach((listener) => listener(data.progress));
    const asker = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asker?.reject(new Error(data.error));
    else asker?.resolve(data.answer);
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  return {
    ask: (kind, question) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve: (answer) => resolve(answer as never), reject });
        worker.postMessage({ id, kind, ...question });
      }),
    onProgress: (listener) => void listeners.push(listener),
  };
}
