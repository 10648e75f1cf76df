import type { FigureSpec } from '../charts/figure-spec';
import type { Block, Figure, Section } from './block';

/** The numbers behind one drawing. */
export interface FigureData {
  /** Section of the page that shows it. */
  readonly section: string;
  readonly title: string;
  /** What is to be seen, in words. */
  readonly description: string;
  /** Rows that the drawing is made of, those of all its layers. */
  readonly values: readonly object[];
}

/** The numbers behind every drawing of the page, in its order; drawings of a network have theirs elsewhere. */
export function figureData(sections: readonly Section[]): FigureData[] {
  return sections.flatMap(({ id, blocks }) =>
    figuresOf(blocks).flatMap(({ title, spec }) =>
      spec === undefined
        ? []
        : [
            {
              section: id,
              title,
              description: spec.description ?? '',
              values: inlineValues(spec).filter((row) => Object.keys(row).length > 0),
            },
          ],
    ),
  );
}

function figuresOf(blocks: readonly Block[]): readonly Figure[] {
  return blocks.flatMap((block) =>
    block.kind === 'figures'
      ? block.figures
      : block.kind === 'beside'
        ? [block.figure, ...figuresOf(block.blocks)]
        : [],
  );
}

/** The rows inside a specification and inside its layers. */
function inlineValues(spec: Pick<FigureSpec, 'data'>): object[] {
  const { data } = spec;
  const own =
    data !== null && data !== undefined && 'values' in data && Array.isArray(data.values)
      ? (data.values as object[])
      : [];
  const layers = 'layer' in spec && Array.isArray(spec.layer) ? (spec.layer as Pick<FigureSpec, 'data'>[]) : [];
  return [...own, ...layers.flatMap(inlineValues)];
}
