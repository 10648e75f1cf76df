import type { NetworkGraph } from '../input/network-graph';
import type { FigureSpec } from '../charts/figure-spec';

/** A table of plain values. */
export interface Table {
  /** What the table shows. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Rows of as many cells as columns; the first cell heads its row. Numbers are set right. */
  readonly rows: readonly (readonly (string | number | null | undefined)[])[];
  /** Rows to stress, by their place. */
  readonly stressed?: ReadonlySet<number>;
}

/** A figure with the text beside it and the table behind it. */
export interface Figure {
  readonly title: string;
  /** The drawing; its `description` is the text beside it. */
  readonly spec?: FigureSpec;
  /** A drawing of a network in place of `spec`. */
  readonly network?: NetworkGraph;
  /** The table behind the drawing; false where it stands beside it. Default: the data of the specification. */
  readonly table?: Table | false;
  /** Longest table that is written; a longer one is left out, and the page says so. Default any. */
  readonly mostRows?: number;
  /** Takes the whole width, and scrolls in its own box where that is not enough. Default false. */
  readonly wide?: boolean;
}

/** An image of the gallery with what is true and what was predicted. */
export interface GalleryCard {
  /** The image as a data URL. Absent where it is left out. */
  readonly image?: string;
  /** Name of the image, such as its file. */
  readonly name: string;
  readonly lines: readonly GalleryField[];
}

/** What is true and what was predicted of one image, for one task. */
export interface GalleryField {
  /** Name of the task. */
  readonly task: string;
  /** What is true. */
  readonly truth: string;
  /** What was predicted. */
  readonly predicted: string;
  /** Whether the prediction is right; absent where there is no right and wrong. */
  readonly right?: boolean;
  /** How far off, or how sure. */
  readonly detail?: string;
}

/** A piece of a section. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'tiles';
      readonly tiles: readonly { readonly label: string; readonly value: string; readonly detail?: string }[];
    }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [term: string, text: string | readonly Block[]])[] }
  | { readonly kind: 'table'; readonly table: Table; readonly folded?: boolean }
  | { readonly kind: 'pre'; readonly label: string; readonly text: string }
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | {
      readonly kind: 'gallery';
      readonly label: string;
      readonly cards: readonly GalleryCard[];
      readonly small?: boolean;
    }
  | { readonly kind: 'beside'; readonly figure: Figure; readonly blocks: readonly Block[] };

/** A section of the page. */
export interface Section {
  /** Fragment of its address; unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}
