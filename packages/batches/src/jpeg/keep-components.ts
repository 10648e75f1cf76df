// A JPEG with some of its components, which stay as they are: nothing is decoded but the lengths of codes (ITU-T T.81, F.2
// and G.1). So libjpeg, which turns three components into pixels but not four, decodes four in two runs.
import { BitReader, BitWriter } from './coded-bits';
import { concatBytes } from './concat-bytes';
import { type HuffmanTables, readHuffmanTables, standardTables } from './huffman-table';
import { componentSize, type JpegComponent, type JpegHeader, largestSampling } from './jpeg-header';
import {
  comment,
  endOfImage,
  huffmanTables,
  isApplication,
  isFrame,
  type JpegSegment,
  jpegSegments,
  restartInterval,
  startOfScan,
} from './jpeg-segments';

/** What stands before a scan and matters to it. */
interface State {
  readonly header: JpegHeader;
  readonly kept: readonly JpegComponent[];
  readonly tables: HuffmanTables;
  /** Units of blocks between restart markers; 0 where there are none. */
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

/** An Adobe segment that says that the components are what they are, not luma and chroma. */
const asTheyAre = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

/**
 * The JPEG with the components at `indices` alone, in their order in the file: three, marked as red, green and blue, or
 * one, which makes a gray image of the size of that component. Throws if the coded data are damaged, or their order would
 * have to change.
 */
export function keepComponents(bytes: Uint8Array, header: JpegHeader, indices: readonly number[]): Uint8Array {
  const kept = indices.map((index) => header.components[index] as JpegComponent);
  const state: State = { header, kept, tables: standardTables(), interval: 0, isProgressive: false };
  const parts: Uint8Array[] = [Uint8Array.of(0xff, 0xd8), asTheyAre];
  for (const segment of jpegSegments(bytes)) {
    const { code, start, data, end } = segment;
    if (isApplication(code) || code === comment) continue;
    if (code === huffmanTables) readHuffmanTables(data, state.tables);
    if (code === restartInterval) state.interval = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    if (code === startOfScan) parts.push(...scanOf(bytes, segment, state));
    else if (isFrame(code)) parts.push(frameOf(code, data, indices, state));
    else parts.push(bytes.subarray(start, code === endOfImage ? start + 2 : end));
  }
  return concatBytes(parts);
}

function frameOf(code: number, data: Uint8Array, indices: readonly number[], state: State): Uint8Array {
  state.isProgressive = code === 0xc2;
  const { header, kept } = state;
  const { width, height } = kept.length === 1 ? componentSize(header, kept[0] as JpegComponent) : header;
  const entries = indices.flatMap((index) => [...data.subarray(6 + 3 * index, 9 + 3 * index)]);
  const sizes = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  return segmentOf(code, [data[0] as number, ...sizes, indices.length, ...entries]);
}

function segmentOf(code: number, data: readonly number[]): Uint8Array {
  return Uint8Array.of(0xff, code, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data);
}

/** The header of a scan and its coded data; nothing if the scan has no component that is kept. */
function scanOf(bytes: Uint8Array, { data, end }: JpegSegment, state: State): Uint8Array[] {
  if (data.length !== 4 + 2 * (data[0] ?? 0))
    throw new Error('the JPEG is damaged: the header of a scan has another length');
  const all = Array.from({ length: data[0] ?? 0 }, (_, place) => data.subarray(1 + 2 * place, 3 + 2 * place));
  const components = all.map(([id, tables]) => scanComponent(id, tables, state));
  const entries = all.filter((_, place) => components[place]?.isKept);
  if (entries.length === 0) return [];
  const last = endOfCodedData(bytes, end);
  const rest = data.subarray(1 + 2 * all.length);
  const header = segmentOf(startOfScan, [entries.length, ...entries.flatMap((entry) => [...entry]), ...rest]);
  if (entries.length === all.length) return [header, bytes.subarray(end, last)];
  if (entries.length === 1 && components.some(({ isKept, blocks }) => isKept && blocks > 1))
    throw new Error('this kind of JPEG is not supported: its blocks are in an unusual order');
  return [header, keptBlocks(bytes.subarray(end, last), components, rest[2] ?? 0, state)];
}

function scanComponent(id: number | undefined, tables: number | undefined, { header, kept }: State): ScanComponent {
  const component = header.components.find((one) => one.id === id);
  if (component === undefined || tables === undefined)
    throw new Error('the JPEG is damaged: a scan names a component that is not in the frame');
  const { across, down } = component;
  return { blocks: across * down, isKept: kept.includes(component), dc: tables >> 4, ac: 0x10 | (tables & 15) };
}

/** Where the next marker is but those of restarts. */
function endOfCodedData(bytes: Uint8Array, from: number): number {
  for (const { start } of jpegSegments(bytes, from)) return start;
  return bytes.length;
}

/** Copies coded data unit by unit, the blocks of the kept components alone. */
function keptBlocks(
  coded: Uint8Array,
  components: readonly ScanComponent[],
  approximation: number,
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
    for (let unit = first; unit < Math.min(units, first + step); unit++)
      for (const component of components)
        for (let block = 0; block < component.blocks; block++)
          copyBlock(reader, component.isKept ? writer : undefined, component, tables, isProgressive, isRefinement);
    if (!isLast && coded[marker + 1] !== 0xd0 + restart)
      throw new Error('the JPEG is cut off or damaged (a restart marker is missing)');
    writer.end(isLast ? undefined : 0xd0 + restart);
    from = marker + 2;
  }
  return writer.bytes();
}

/** Units of blocks in a scan of several components. */
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
  const entry = tables.get(number)?.[bits] ?? 0;
  if (entry === 0) throw new Error('the JPEG is cut off or damaged (a Huffman code or table is missing)');
  reader.skip(entry >> 8);
  writer?.write(bits, entry >> 8);
  return entry & 0xff;
}

function copyBits(reader: BitReader, writer: BitWriter | undefined, count: number): void {
  if (count > 16) throw new Error('the JPEG is cut off or damaged (a coefficient has too many bits)');
  if (count === 0) return;
  const bits = reader.peek();
  reader.skip(count);
  writer?.write(bits, count);
}
