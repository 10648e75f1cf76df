import type { NetworkGraph, ReportHistory } from '@polyhead/report';

/** A seeded stream of numbers from 0 to 1 (mulberry32). */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const races = ['white', 'black', 'asian', 'indian', 'others'];
export const genders = ['male', 'female'];

/** A run that gets better, then worse on validation: best race accuracy in epoch 5. */
export const madeUpHistory = {
  epochs: Array.from({ length: 8 }, (_, epoch) => ({
    epoch,
    training: {
      loss: 2 - 0.2 * epoch,
      race: { loss: 1.4 - 0.15 * epoch, accuracy: 0.4 + 0.06 * epoch },
      age: { loss: 0.03, meanAbsoluteError: 16 - epoch },
    },
    validation: {
      loss: 2 - 0.2 * epoch + 0.03 * epoch ** 2,
      race: { loss: 1.4 - 0.1 * epoch, accuracy: 0.7 - 0.01 * (epoch - 5) ** 2 },
      age: { loss: 0.03, meanAbsoluteError: 16.5 - epoch },
    },
    learningRate: 1e-4 / (1 + 0.01 * epoch),
    seconds: 30 + (epoch % 3),
    imagesPerSecond: 90 - (epoch % 3),
    skipped: 0,
  })),
} satisfies ReportHistory;

/** Records as a scan gives them. */
export function madeUpRecords(count: number, seed = 1): { file: string; age: number; race: string; gender: string }[] {
  const random = randomStream(seed);
  return Array.from({ length: count }, (_, index) => ({
    file: `faces/${index}.jpg`,
    age: Math.floor(random() ** 2 * 100),
    race: races[Math.floor(random() ** 1.5 * 5)] ?? '',
    gender: genders[Math.floor(random() * 2)] ?? '',
  }));
}

/** An evaluation of records by a network that is right in about 80 of 100. */
export function madeUpResult(
  records: readonly { file: string; age: number; race: string; gender: string }[],
  seed = 2,
) {
  const random = randomStream(seed);
  const classify = (labels: readonly string[], truth: readonly number[]) => {
    const rows = truth.map((right) => {
      const weights = labels.map((_, index) => random() + (index === right ? 0.6 : 0.1));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    });
    return {
      type: 'classification' as const,
      loss: 0.5,
      labels,
      truth: Int32Array.from(truth),
      predicted: Int32Array.from(rows, (row) => row.indexOf(Math.max(...row))),
      probabilities: Float64Array.from(rows.flat()),
    };
  };
  const age = {
    type: 'regression' as const,
    loss: 0.01,
    unit: 'years',
    truth: Float64Array.from(records, (record) => record.age),
    predicted: Float64Array.from(records, (record) => record.age * 0.7 + 8 + 16 * (random() - 0.5)),
  };
  const race = classify(
    races,
    records.map((record) => races.indexOf(record.race)),
  );
  const gender = classify(
    genders,
    records.map((record) => genders.indexOf(record.gender)),
  );
  return {
    loss: 1,
    images: {
      size: records.length,
      indices: Uint32Array.from(records.keys()),
      files: records.map((record) => record.file),
      skipped: [] as object[],
    },
    age,
    race,
    gender,
  };
}

/** Two branches on a shared input. */
export const madeUpNetwork: NetworkGraph = {
  name: 'face_net',
  layers: [
    { name: 'input', className: 'InputLayer', outputShape: [null, 64, 64, 3], parameters: 0, inbound: [] },
    {
      name: 'race_conv',
      className: 'Conv2D',
      outputShape: [null, 64, 64, 16],
      parameters: 448,
      inbound: ['input'],
      branch: 'race',
    },
    {
      name: 'race_out',
      className: 'Dense',
      outputShape: [null, 5],
      parameters: 85,
      inbound: ['race_conv'],
      branch: 'race',
    },
    {
      name: 'age_conv',
      className: 'Conv2D',
      outputShape: [null, 64, 64, 16],
      parameters: 448,
      inbound: ['input'],
      branch: 'age',
    },
    {
      name: 'age_out',
      className: 'Dense',
      outputShape: [null, 1],
      parameters: 17,
      inbound: ['age_conv'],
      branch: 'age',
    },
  ],
};
