/** Times one epoch. */
export interface EpochTimer {
  /** Counts images trained on. */
  count(images: number): void;
  /** Notes that training is over and validation begins. */
  markTrainingEnd(): void;
  /** Seconds since the start, and images trained on in a second. */
  read(): { readonly seconds: number; readonly imagesPerSecond: number };
}

export function startEpochTimer(): EpochTimer {
  const start = performance.now();
  let trained = start;
  let images = 0;
  return {
    count: (more) => void (images += more),
    markTrainingEnd: () => void (trained = performance.now()),
    read: () => ({
      seconds: (performance.now() - start) / 1000,
      imagesPerSecond: images / Math.max((trained - start) / 1000, 1e-9),
    }),
  };
}
