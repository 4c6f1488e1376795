import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, escapeHtml, html, trusted } from "../../src/report/html.ts";

const unescape = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("html", () => {
  it("escapes whatever is put into it, in elements and in attributes", () => {
    const value = `<b class="x">'&`;
    expect(html`<p title="${value}">${value}</p>`.markup).toBe(
      '<p title="&lt;b class=&quot;x&quot;&gt;&#39;&amp;">&lt;b class=&quot;x&quot;&gt;&#39;&amp;</p>',
    );
  });

  it("takes markup, and lists of it, as they are, and leaves out what is false or undefined", () => {
    const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
    expect(
      html`<ul>
          ${items}${false}${undefined}${0}
        </ul>
        ${trusted("<hr>")}`.markup.replaceAll("\n", ""),
    ).toBe("<ul><li>a</li><li>&lt;</li>0</ul><hr>");
  });

  it("replaces control characters, half surrogates and marks that turn the direction of text", () => {
    expect(escapeHtml("a\u0000b\u001Bc\u0085d\uD800e\u202Ef\u2066g")).toBe(
      "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg",
    );
    expect(escapeHtml("tab\tline\n日本 😀 عربى")).toBe("tab\tline\n日本 😀 عربى");
  });

  it("loses nothing: what was escaped can be read back, and nothing of it is markup", () => {
    const texts = fc.string({
      unit: fc.constantFrom("<", ">", "&", '"', "'", "&lt;", "\u0000", "\u202E", "😀", "\uD800"),
    });
    fc.assert(
      fc.property(texts, (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(unescape(escaped)).toBe(cleanText(text));
      }),
    );
  });
});
