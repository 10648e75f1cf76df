import { configureGlobal } from 'fast-check';

// Properties try the same values in every run, so that a change is what a new failure comes from.
// FAST_CHECK_SEED=random looks further, and a failure tells the number that repeats it.
const seed = process.env.FAST_CHECK_SEED ?? '2026';
if (seed !== 'random') configureGlobal({ seed: Number(seed) });

// Fails a test that prints: the library never prints, and a test that does hides what matters.
const printed = [];
for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
  console[method] = (...words) => printed.push(`console.${method}: ${words.join(' ')}`);
}
afterEach(() => {
  const lines = printed.splice(0);
  if (lines.length > 0) throw new Error(`Nothing may be printed during a test, but this was:\n${lines.join('\n')}`);
});
