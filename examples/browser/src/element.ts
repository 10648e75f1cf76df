/** The element of an id. Throws if the page has none of that kind. */
export function element<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`element: expected a ${kind.name} with id "${id}" in the page.`);
}

/** A new element with a class, text or children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (string | Node)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
