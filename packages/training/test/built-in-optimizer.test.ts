import { adam, adamW, isBuiltInOptimizer, sgd } from '@polyhead/training';

describe('isBuiltInOptimizer', () => {
  it.each([adam({ clipNorm: 1 }), adamW(), sgd({ momentum: 0.9 })])('is true for $settings.name', (optimizer) => {
    expect(isBuiltInOptimizer(optimizer)).toBe(true);
    expect(isBuiltInOptimizer({ ...optimizer })).toBe(true);
  });

  it.each([
    ['update', { start: () => ({ slots: [], apply: () => undefined }) }],
    ['settings', { settings: { ...adam().settings, beta1: 0.5 } }],
  ])('is false for an optimizer with other %s', (_, change) => {
    expect(isBuiltInOptimizer({ ...adam(), ...change })).toBe(false);
  });
});
