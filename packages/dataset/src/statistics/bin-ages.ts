import { formatValue, assertObject, invalidArgument } from '@polyhead/core';

/** Names of the article's age bands, youngest first. Each includes its upper age: 10 is in `<10`, 80 in `60-80`. */
export const ageBands = ['<10', '10-20', '20-30', '30-40', '40-60', '60-80', '80+'] as const;
/** One of the seven {@link ageBands}. */
export type AgeBand = (typeof ageBands)[number];

/** Options of {@link binAges}. */
export interface BinAgesOptions {
  /**
   * Edges of the bins in years, ascending; bin i reaches from above edge i up to and including edge i + 1. Default the
   * article's `[0, 10, 20, 30, 40, 60, 80, Infinity]`.
   */
  readonly bins?: readonly number[];
  /** A name per bin. Default made of the edges: `<10`, `10-20`, …, `80+`. */
  readonly names?: readonly string[];
  /**
   * True to include the lower edge in the first bin. Default true, so that age 0 is in `<10`; `pandas.cut`, and so the
   * article, leaves it out.
   */
  readonly includeLowest?: boolean;
}

const optionNames = { bins: true, names: true, includeLowest: 'boolean' } satisfies Record<
  keyof BinAgesOptions,
  true | 'boolean'
>;

const articleBins = [0, 10, 20, 30, 40, 60, 80, Infinity];

/**
 * Returns the name of the bin that contains an age, as `pandas.cut` does with right-closed bins and, unless
 * `includeLowest` is false, `include_lowest=True`. Use it to stratify a split or to count by age.
 *
 * @param age - Age in years.
 * @returns One of the seven {@link ageBands}; undefined if the age is NaN or negative.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `age` is not a number.
 *
 * @example
 * ```ts
 * import { binAges } from '@polyhead/dataset';
 * binAges(35); // '30-40'
 * binAges(12, { bins: [0, 12, 18, Infinity], names: ['child', 'youth', 'adult'] }); // 'child'
 * ```
 */
export function binAges(age: number): AgeBand | undefined;
/**
 * Returns the name of the bin that contains an age, by other bins.
 *
 * @param age - Age in years.
 * @param options - Edges and names of the bins.
 * @returns Name of the bin; undefined if the age is NaN or outside of all bins.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `age` is not a number, the edges do not ascend, or the number of names
 *   differs from that of the bins.
 */
export function binAges(age: number, options: BinAgesOptions): string | undefined;
export function binAges(age: number, options: BinAgesOptions = {}): string | undefined {
  assertObject('binAges', options, { optionKeys: optionNames, example: '{ bins: [0, 18, Infinity] }' });
  if (typeof age !== 'number')
    throw invalidArgument(
      'binAges',
      'expected an age in years as a number',
      formatValue(age),
      'Pass e.g. Number(age).',
    );
  const { bins = articleBins, names, includeLowest = true } = options;
  assertBins(bins, names);
  if (includeLowest && age === bins[0]) return nameOf(0, bins, names);
  const upper = bins.findIndex((edge) => age <= edge);
  return upper > 0 ? nameOf(upper - 1, bins, names) : undefined;
}

function assertBins(bins: readonly number[], names: readonly string[] | undefined): void {
  if (
    !Array.isArray(bins) ||
    bins.length < 2 ||
    !bins.every((edge, index) => (index === 0 ? edge < Infinity : edge > (bins[index - 1] ?? NaN)))
  ) {
    throw invalidArgument(
      'binAges',
      '"bins" must be at least two ascending edges',
      formatValue(bins),
      'Pass e.g. [0, 18, Infinity].',
    );
  }
  if (names !== undefined && names.length !== bins.length - 1) {
    throw invalidArgument(
      'binAges',
      `expected ${bins.length - 1} "names" for ${bins.length} edges`,
      `${names.length} (${names.join(', ')})`,
    );
  }
}

function nameOf(bin: number, bins: readonly number[], names: readonly string[] | undefined): string {
  const [lower, upper] = [bins[bin], bins[bin + 1]];
  if (names !== undefined) return names[bin] ?? '';
  if (upper === Infinity) return `${lower}+`;
  return bin === 0 && (lower ?? 0) <= 0 ? `<${upper}` : `${lower}-${upper}`;
}
