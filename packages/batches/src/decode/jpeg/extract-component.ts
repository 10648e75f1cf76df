// A JPEG with one of its components, whose samples stay as they are: nothing is decoded but the lengths of codes (ITU-T
// T.81, F.2 and G.1). So libjpeg decodes each component without converting colors and without upsamplingFactors it.
import { BitReader, BitWriter } from './bit-stream';
import { type HuffmanTables, readHuffmanTables, standardTables } from './huffman-table';
import { componentSize, type JpegComponent, type JpegHeader, largestSampling } from './jpeg-header';
import {
  comment,
  huffmanTables,
  isApplication,
  isFrame,
  type JpegSegment,
  jpegSegments,
  restartInterval,
  startOfScan,
} from './jpeg-segments';
import { PolyheadError, concatBytes } from '@polyhead/core';

/** What precedes a scan and matters to it. */
interface State {
  readonly header: JpegHeader;
  readonly kept: JpegComponent;
  readonly tables: HuffmanTables;
  /** Units of blocks between restart markers; 0 if there are none. */
  interval: number;
  isProgressive: boolean;
}

/** How the blocks of a component are coded in a scan. */
interface ScanComponent {
  readonly blocks: number;
  readonly isKept: boolean;
  /** Numbers of the tables for the first coefficient, and for the others. */
  readonly dc: number;
  readonly ac: number;
}

/** The most blocks in a unit of a scan of several components (ITU-T T.81, B.2.3). */
const maxBlocks = 10;

/** An Adobe segment that says that three components are red, green and blue, and so need no conversion. */
const adobeRgb = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

/**
 * Huffman tables 1 of a filler: one code of a single bit, 0, for its first coefficient and for the end of its block.
 * The kept component has tables 0 in every scan.
 */
const fillerTables = [0x01, 0x11].flatMap((number) => [number, 1, ...Array<number>(15).fill(0), 0]);

/**
 * Returns the JPEG with the component at `index` alone, which is then the first component of an image of its size.
 *
 * In a scan of several components the blocks of one with more than one block a unit are in another order than in a scan
 * of it alone. Such a component gets two empty ones next to it, fillers, the first of which shares these scans.
 *
 * Throws if the coded data are damaged.
 */
export function extractComponent(bytes: Uint8Array, header: JpegHeader, index: number): Uint8Array {
  const kept = header.components[index] as JpegComponent;
  const state: State = { header, kept, tables: new Map(), interval: 0, isProgressive: false };
  const parts: Uint8Array[] = [Uint8Array.of(0xff, 0xd8), adobeRgb];
  for (const segment of jpegSegments(bytes)) {
    const { code, start, data, end } = segment;
    if (isApplication(code) || code === comment) continue;
    if (code === restartInterval) state.interval = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    if (code === huffmanTables) readHuffmanTables(data, state.tables);
    else if (code === startOfScan) parts.push(...buildScan(bytes, segment, state));
    else if (isFrame(code)) parts.push(buildFrame(code, data, index, state));
    else parts.push(bytes.subarray(start, end));
  }
  return concatBytes(parts);
}

function buildFrame(code: number, data: Uint8Array, index: number, state: State): Uint8Array {
  state.isProgressive = code === 0xc2;
  // libjpeg knows the standard tables in sequential JPEGs only (jdhuff.c)
  if (!state.isProgressive)
    for (const [number, table] of standardTables()) if (!state.tables.has(number)) state.tables.set(number, table);
  const { width, height } = componentSize(state.header, state.kept);
  const [id = 0, sampling = 0, quantization = 0] = data.subarray(6 + 3 * index, 9 + 3 * index);
  const entries = [id, sampling, quantization];
  if (needsFillers(state.kept))
    for (const filler of [fillerId(state.kept), fillerId(state.kept) + 1])
      entries.push(filler & 0xff, 0x11, quantization);
  const sizes = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  return buildSegment(code, [data[0] as number, ...sizes, entries.length / 3, ...entries]);
}

function needsFillers({ across, down }: JpegComponent): boolean {
  return across * down > 1;
}

function fillerId({ id }: JpegComponent): number {
  return (id + 1) & 0xff;
}

function buildSegment(code: number, data: readonly number[]): Uint8Array {
  return Uint8Array.of(0xff, code, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data);
}

/** The tables, the header and the coded data of a scan; nothing if the kept component is not in the scan. */
function buildScan(bytes: Uint8Array, { data, end }: JpegSegment, state: State): Uint8Array[] {
  if (data.length !== 4 + 2 * (data[0] ?? 0))
    throw new PolyheadError('INVALID_IMAGE', 'the JPEG is damaged: the header of a scan has another length');
  const all = Array.from({ length: data[0] ?? 0 }, (_, place) => data.subarray(1 + 2 * place, 3 + 2 * place));
  const components = all.map(([id, tables]) => scanComponent(id, tables, state));
  const kept = components.find(({ isKept }) => isKept);
  const rest = data.subarray(1 + 2 * all.length);
  const [start = 0] = rest;
  const blocks = components.reduce((sum, component) => sum + component.blocks, 0);
  if (all.length > 1 && (blocks > maxBlocks || (state.isProgressive && start > 0)))
    throw new PolyheadError('INVALID_IMAGE', 'the JPEG is damaged: a scan has more components than it may have');
  if (kept === undefined) return [];
  const coded = bytes.subarray(end, findNextMarker(bytes, end));
  const hasFiller = all.length > 1 && needsFillers(state.kept);
  const entries = hasFiller ? [2, state.kept.id, 0, fillerId(state.kept), 0x11] : [1, state.kept.id, 0];
  return [
    buildTables(kept, rest, hasFiller, state),
    buildSegment(startOfScan, [...entries, ...rest]),
    all.length === 1 ? coded : copyBlocks(coded, components, rest[2] ?? 0, hasFiller, state),
  ];
}

function scanComponent(id: number | undefined, tables: number | undefined, { header, kept }: State): ScanComponent {
  const component = header.components.find((one) => one.id === id);
  if (component === undefined || tables === undefined)
    throw new PolyheadError('INVALID_IMAGE', 'the JPEG is damaged: a scan names a component that is not in the frame');
  const { across, down } = component;
  return { blocks: across * down, isKept: component === kept, dc: tables >> 4, ac: 0x10 | (tables & 15) };
}

/**
 * Returns a segment with the tables that the kept component needs in a scan, numbered 0, and those of a filler. `rest`
 * is what follows the components in the header of the scan.
 */
function buildTables({ dc, ac }: ScanComponent, rest: Uint8Array, hasFiller: boolean, state: State): Uint8Array {
  const [start = 0, , approximation = 0] = rest;
  const definition = (number: number): Uint8Array => {
    const table = state.tables.get(number);
    if (table === undefined)
      throw new PolyheadError('INVALID_IMAGE', 'the JPEG is cut off or damaged (a Huffman table is missing)');
    return table.definition;
  };
  const needsFirst = !state.isProgressive || (start === 0 && approximation >> 4 === 0);
  const needsOthers = !state.isProgressive || start > 0;
  return buildSegment(huffmanTables, [
    ...(needsFirst ? [0, ...definition(dc)] : []),
    ...(needsOthers ? [0x10, ...definition(ac)] : []),
    ...(hasFiller ? fillerTables : []),
  ]);
}

/** Returns the position of the next marker except those of restarts. */
function findNextMarker(bytes: Uint8Array, from: number): number {
  for (const { start } of jpegSegments(bytes, from)) return start;
  return bytes.length;
}

/** Copies coded data unit by unit: the blocks of the kept component, and an empty one of the filler. */
function copyBlocks(
  coded: Uint8Array,
  components: readonly ScanComponent[],
  approximation: number,
  hasFiller: boolean,
  { header, tables, interval, isProgressive }: State,
): Uint8Array {
  const reader = new BitReader(coded.length);
  const writer = new BitWriter();
  const isRefinement = isProgressive && approximation >> 4 > 0;
  const units = unitCount(header);
  const step = interval === 0 ? units : interval;
  for (let first = 0, from = 0, restart = 0; first < units; first += step, restart = (restart + 1) & 7) {
    const marker = reader.load(coded, from);
    const isLast = first + step >= units;
    for (let unit = first; unit < Math.min(units, first + step); unit++) {
      for (const component of components)
        for (let block = 0; block < component.blocks; block++)
          copyBlock(reader, component.isKept ? writer : undefined, component, tables, isProgressive, isRefinement);
      if (hasFiller) writer.write(0, isProgressive ? 1 : 2);
    }
    if (!isLast && coded[marker + 1] !== 0xd0 + restart)
      throw new PolyheadError('INVALID_IMAGE', 'the JPEG is cut off or damaged (a restart marker is missing)');
    writer.end(isLast ? undefined : 0xd0 + restart);
    from = marker + 2;
  }
  return writer.bytes();
}

/** The number of units of blocks in a scan of several components. */
function unitCount(header: JpegHeader): number {
  const { across, down } = largestSampling(header.components);
  return Math.ceil(header.width / across / 8) * Math.ceil(header.height / down / 8);
}

function copyBlock(
  reader: BitReader,
  writer: BitWriter | undefined,
  { dc, ac }: ScanComponent,
  tables: HuffmanTables,
  isProgressive: boolean,
  isRefinement: boolean,
): void {
  if (isRefinement) return copyBits(reader, writer, 1);
  copyBits(reader, writer, copyCode(reader, writer, tables, dc));
  for (let k = 1; k < 64 && !isProgressive; k++) {
    const symbol = copyCode(reader, writer, tables, ac);
    const size = symbol & 15;
    if (size === 0 && symbol !== 0xf0) return; // all others are zero
    k += symbol >> 4;
    copyBits(reader, writer, size);
  }
}

/** Copies a Huffman code and returns its symbol. */
function copyCode(reader: BitReader, writer: BitWriter | undefined, tables: HuffmanTables, number: number): number {
  const bits = reader.peek();
  const entry = tables.get(number)?.codes[bits] ?? 0;
  if (entry === 0)
    throw new PolyheadError('INVALID_IMAGE', 'the JPEG is cut off or damaged (a Huffman code or table is missing)');
  reader.skip(entry >> 8);
  writer?.write(bits, entry >> 8);
  return entry & 0xff;
}

function copyBits(reader: BitReader, writer: BitWriter | undefined, count: number): void {
  if (count > 16)
    throw new PolyheadError('INVALID_IMAGE', 'the JPEG is cut off or damaged (a coefficient has too many bits)');
  if (count === 0) return;
  const bits = reader.peek();
  reader.skip(count);
  writer?.write(bits, count);
}
