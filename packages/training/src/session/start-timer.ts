/** Times one epoch. */
export interface EpochTimer {
  /** Counts pictures trained on. */
  count(pictures: number): void;
  /** Notes that training is over and validation begins. */
  trainingEnds(): void;
  /** Seconds since the start, and pictures trained on in a second. */
  read(): { readonly seconds: number; readonly imagesPerSecond: number };
}

export function startTimer(): EpochTimer {
  const start = performance.now();
  let trained = start;
  let pictures = 0;
  return {
    count: (more) => void (pictures += more),
    trainingEnds: () => void (trained = performance.now()),
    read: () => ({
      seconds: (performance.now() - start) / 1000,
      imagesPerSecond: pictures / Math.max((trained - start) / 1000, 1e-9),
    }),
  };
}
