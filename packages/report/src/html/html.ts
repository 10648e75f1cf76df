import { escapeXml } from '../charts/escape-xml';

/** Markup of this package's making. Text becomes markup through {@link html} alone, which escapes it. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  /** The markup as text. */
  toString(): string {
    return this.#markup;
  }
  /** The markup of a value that may come from anywhere; only instances of this class are not escaped. */
  static of(value: HtmlValue): string {
    if (Array.isArray(value)) return value.map((item: HtmlValue) => Html.of(item)).join('');
    if (typeof value === 'object' && value !== null && #markup in value) return (value as Html).#markup;
    return value === undefined || value === null || value === false ? '' : escapeXml(String(value));
  }
}

/** What may stand in a template: text and numbers are escaped, absent things are left out. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/** A template whose values are escaped, in text as in attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, index) => text + Html.of(values[index - 1]) + part));
}

/** Markup that this package drew itself, such as an SVG. Never of a user's text. */
export function unsafeHtml(markup: string): Html {
  return new Html(markup);
}
