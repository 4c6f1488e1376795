/** HTML and SVG as a value that remembers that it is safe; the one way for text to get onto the page. */

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

/**
 * Returns text as it may stand in an element and in a quoted attribute. Control characters, which HTML does not allow, half
 * surrogates, and the marks that turn the direction of what follows become U+FFFD: nobody can be misled by what they hide.
 */
export function escape(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(
        /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
        "\uFFFD",
      )
      .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
      .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
  );
}

/**
 * Builds markup from a template: everything that is put in is escaped, unless it is markup. Nothing stands for false and undefined. The
 * indentation of the template itself is left out; no template holds text whose blanks matter.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = strings.map((text) => text.replaceAll(/\s*\n\s*/g, "\n"));
  return new Html(
    texts.map((text, index) => (index === 0 ? text : render(parts[index - 1]) + text)).join(""),
  );
}

/** Takes markup as it is: only for constants of this program and for the drawings of the chart library. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(render).join("");
  return escape(String(part));
}
