import { type DefaultTreeAdapterMap, parse, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/**
 * What a browser would make of markup: its elements and attributes in order, its text, and the errors that a validator
 * would name.
 */
export interface Markup {
  readonly elements: string[];
  readonly attributes: string[];
  readonly values: [element: string, attribute: string, value: string][];
  readonly text: string;
  readonly errors: string[];
}

/** Reads a page, or a piece of one, as a browser reads it. */
export function readMarkup(markup: string): Markup {
  const errors: string[] = [];
  const onParseError = ({ code }: { code: string }): unknown => errors.push(code);
  const root: Node = markup.startsWith('<!doctype')
    ? parse(markup, { onParseError })
    : parseFragment(markup, { onParseError });
  const found = {
    elements: [] as string[],
    attributes: [] as string[],
    values: [] as [string, string, string][],
    text: [] as string[],
  };
  const visit = (node: Node): void => {
    if ('attrs' in node) {
      found.elements.push(node.tagName);
      for (const { name, value } of node.attrs) {
        found.attributes.push(name);
        found.values.push([node.tagName, name, value]);
      }
    }
    if (node.nodeName === '#text' && 'value' in node) found.text.push(node.value);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(root);
  return { ...found, text: found.text.join(''), errors };
}
