/** A page on paper: where its parts end up, read from the PDF that a browser prints. */
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";

/** Where a part is: the sheet, from 0, and how far up from its lower edge the part ends, as a share of its height. */
interface Place {
  readonly sheet: number;
  readonly height: number;
}

export interface Printed {
  readonly sheets: number;
  /** The places of the parts that were marked, by their names, in the order of the page. */
  readonly places: ReadonlyMap<string, Place>;
  /** Moments that stand on more than one line. */
  readonly brokenMoments: readonly string[];
}

/**
 * Runs in the page, whose types this project does not know. Each part gets a link at its lower or upper edge, which a PDF holds with its place.
 * What keeps together has one number: a heading with what stands below it, a table with its first and its last two rows.
 */
const MARK = `(() => {
  const mark = (element, name, edge) => {
    const link = document.createElement("a");
    link.href = "https://mark.invalid/" + name;
    link.textContent = ".";
    link.style.cssText = "position:absolute;left:0;font-size:1px;line-height:1px;" + edge + ":0";
    element.style.position = "relative";
    element.append(link);
  };
  const shown = [...document.querySelectorAll("header, main")].flatMap((part) => [...part.querySelectorAll("*")]).filter((one) => one.getClientRects().length > 0);
  let last = 0;
  shown.forEach((one, index) => {
    if (one.matches("h2, h3, h4, summary")) mark(one, "head-" + (last = index), "bottom");
    if (one.matches(".frame:has(svg)")) {
      mark(one, "with-" + last + "-top", "top");
      mark(one, "with-" + last + "-bottom", "bottom");
    }
    if (one.matches("table")) {
      mark(one.caption, "head-t" + index, "bottom");
      const rows = [...one.tBodies[0].rows];
      for (const [place, row] of rows.entries()) if (place < 2) mark(row.cells[0], "with-t" + index + "-first" + place, "bottom");
      for (const [place, row] of rows.slice(-2).entries()) if (rows.length > 1) mark(row.cells[0], (place === 0 ? "head-e" : "with-e") + index, "bottom");
    }
    if (one.matches("p, li, tr > :first-child, dd")) mark(one, "end-" + index, "bottom");
  });
})()`;

/** Moments and days of the page, in the layout for paper, that are on more than one line. */
const BROKEN_MOMENTS = String.raw`(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const found of node.data.matchAll(/\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2} UTC)?/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(found[0]);
    }
  return broken;
})()`;

/** Prints the file on A4 with the browser at `executablePath`. */
export async function print(file: string, executablePath: string): Promise<Printed> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    // As wide as the sheet without its margins, at 96 dots an inch.
    const tab = await browser.newPage({ viewport: { width: 680, height: 1000 } });
    await tab.emulateMedia({ media: "print" });
    await tab.goto(pathToFileURL(file).href);
    const brokenMoments = (await tab.evaluate(BROKEN_MOMENTS)) as readonly string[];
    await tab.evaluate(MARK);
    const margin = { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" };
    const pdf = await tab.pdf({ format: "A4", margin, tagged: false });
    return { ...readMarks(pdf.toString("latin1")), brokenMoments };
  } finally {
    await browser.close();
  }
}

/** The links of a PDF that Chromium has written, whose objects are text, in the order of its sheets. */
function readMarks(pdf: string): Pick<Printed, "sheets" | "places"> {
  const objects = new Map(
    [...pdf.matchAll(/^(\d+) 0 obj\n([^]*?)\nendobj$/gm)].map(([, id = "", text = ""]) => [id, text]),
  );
  const sheets = [...objects.values()].filter((text) => /\/Type \/Page\n/.test(text));
  const places = new Map<string, Place>();
  for (const [sheet, text] of sheets.entries()) {
    const height = Number(/\/MediaBox \[0 0 \S+ (\S+)\]/.exec(text)?.[1]);
    const ids = /\/Annots \[([^\]]*)\]/.exec(text)?.[1]?.matchAll(/(\d+) 0 R/g) ?? [];
    for (const [, id = ""] of ids) {
      const link = objects.get(id) ?? "";
      const name = /mark\.invalid\/([\w-]+)/.exec(link)?.[1];
      const bottom = Number(/\/Rect \[\S+ (\S+)/.exec(link)?.[1]);
      if (name !== undefined) places.set(name, { sheet, height: bottom / height });
    }
  }
  return { sheets: sheets.length, places };
}
