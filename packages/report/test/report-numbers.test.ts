import { writeReport } from '@polyhead/report/node';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult } from './fixtures';
import { readMarkup } from './read-markup';

const records = madeUpRecords(900);
const split = { train: records.slice(0, 200), validation: records.slice(200, 300), test: records.slice(300) };
interface FigureNumbers {
  section: string;
  title: string;
  values: Record<string, unknown>[];
}

interface TaskNumbers {
  name: string;
  scores?: { expectedCalibrationError: number; reliability: { count: number; confidence: number; accuracy: number }[] };
}

/** Every number in a piece of JSON, however deep; also those that are written as a share, such as `34%`. */
function numbersIn(content: unknown): number[] {
  if (typeof content === 'number') return [content];
  if (typeof content === 'string' && /^[\d.]+%$/.test(content)) return [Number(content.slice(0, -1)) / 100];
  return content === null || typeof content !== 'object' ? [] : Object.values(content).flatMap(numbersIn);
}

/** Whether a cell such as `1,327`, `−0.5` or `80.1%` is one of the numbers, rounded to its digits. */
function isAmong(cell: string, numbers: readonly number[]): boolean {
  const plain = cell.replaceAll(',', '').replace('−', '-').replace('%', '');
  const [value, digits] = [Number(plain), plain.split('.')[1]?.length ?? 0];
  return numbers.some((number) => Math.abs(number * (cell.endsWith('%') ? 100 : 1) - value) <= 0.5001 * 10 ** -digits);
}

const cellsOf = (markup: string): string[] =>
  [...markup.matchAll(/<t[dh][^>]*>([^<]*)</g)]
    .map(([, cell = '']) => readMarkup(cell).text)
    .filter((cell) => /^−?[\d.,]+%?$/.test(cell));

describe('the JSON beside a page', () => {
  let [page, content] = ['', {} as { figures: FigureNumbers[]; tasks: TaskNumbers[] }];
  beforeAll(async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'numbers-')), 'report.html');
    const written = await writeReport(
      file,
      { split, history: madeUpHistory, result: madeUpResult(split.test), network: madeUpNetwork },
      { resamples: 20, thumbnails: false },
    );
    [page, content] = [await readFile(written.page, 'utf8'), JSON.parse(await readFile(written.json, 'utf8'))];
  });

  test('has the numbers of every figure under its title', () => {
    const shown = page
      .split('<figure ')
      .slice(1)
      .map((part) => part.slice(0, part.indexOf('</figure>')));
    const drawn = shown.filter((figure) => !figure.includes('>Layers<') && !/class="figure wide"/.test(figure));
    expect(drawn.map((figure) => readMarkup(/<h[34][^>]*>([^<]*)/.exec(figure)?.[1] ?? '').text)).toEqual(
      content.figures.map(({ title }) => title),
    );
    for (const [index, figure] of drawn.entries()) {
      const numbers = numbersIn(content.figures[index]?.values);
      expect([
        content.figures[index]?.title,
        numbers.length > 0,
        cellsOf(figure).filter((cell) => !isAmong(cell, numbers)),
      ]).toEqual([content.figures[index]?.title, true, []]);
    }
  });

  test('has the ages of the histogram and of the bands, and where the predictions are dense', () => {
    const sums = content.figures
      .filter(({ title }) => ['Age', 'Age bands', 'True against predicted'].includes(title))
      .map(({ title, values }) => [
        title,
        values
          .filter((row) => title !== 'True against predicted' || 'above' in row)
          .reduce((sum, row) => sum + Number(row.count ?? row.images), 0),
      ]);
    expect(sums).toEqual([
      ['Age', 900],
      ['Age bands', 900],
      ['True against predicted', 600],
    ]);
  });

  test('has every number that stands in a table', () => {
    const numbers = numbersIn(content);
    const cells = [...new Set(cellsOf(page))];
    expect([cells.length > 200, cells.filter((cell) => !isAmong(cell, numbers))]).toEqual([true, []]);
  });

  test('has the calibration error of the very bins that are drawn', () => {
    const race = content.tasks.find(({ name }) => name === 'race');
    const { reliability, expectedCalibrationError } = race?.scores ?? {
      reliability: [],
      expectedCalibrationError: NaN,
    };
    const gap = reliability.reduce(
      (sum, { count, confidence, accuracy }) =>
        sum + (count === 0 ? 0 : (count / 600) * Math.abs(confidence - accuracy)),
      0,
    );
    expect(gap).toBeCloseTo(expectedCalibrationError, 12);
  });
});
