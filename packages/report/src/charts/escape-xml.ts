const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
// Control characters, lone surrogates and noncharacters are not allowed in HTML or XML; they become the replacement
// character.
// eslint-disable-next-line no-control-regex -- finding them is the point
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;

/** The text without characters that neither HTML nor XML may hold. */
export function cleanText(text: string): string {
  return text.replace(forbidden, '\ufffd');
}

/** Any text as text of a page or an attribute in double quotes, never as markup. */
export function escapeXml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
