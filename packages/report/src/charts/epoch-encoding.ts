/** Horizontal axis of every curve over epochs: whole numbers, from the first epoch to the last. */
export const epochEncoding = {
  field: 'epoch',
  type: 'quantitative',
  title: 'epoch',
  axis: { grid: false, tickMinStep: 1, format: 'd' },
  scale: { nice: false },
} as const;
