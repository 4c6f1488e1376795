/** HTML and SVG as a value that is known to be safe; the only way for text to get onto the page. */

/** Markup; made by `html` and by `trusted`, and by nothing else. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What HTML does not allow, and the marks that turn the direction of the text after them. */
const UNFIT = /[\p{Cc}\p{Surrogate}\u202A-\u202E\u2066-\u2069]/gu;

/** Returns the text with U+FFFD in place of every character that breaks a page, or hides what stands on it. */
export function cleanText(text: string): string {
  return text.replaceAll(UNFIT, (character) => (/[\t\n\r]/.test(character) ? character : "\uFFFD"));
}

/** Returns text as it may stand in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return cleanText(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/**
 * Returns markup from a template: everything that is put in is escaped, unless it is markup. Nothing stands for false
 * and undefined. The indentation of the template itself is left out; no template holds text whose blanks matter.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = strings.map((text) => text.replaceAll(/\s*\n\s*/g, "\n"));
  return new Html(
    texts.map((text, index) => (index === 0 ? text : render(parts[index - 1]) + text)).join(""),
  );
}

/** Returns a text as markup, as it is: only for constants of this program and for the drawings of the chart library. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(render).join("");
  return escapeHtml(String(part));
}
