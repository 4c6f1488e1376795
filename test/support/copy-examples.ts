/** The examples of docs/copy.md: one for each option of COPY. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One row of a table: what a file gives with an option, and without it. */
export interface CopyExample {
  /** The heading above the table. */
  readonly format: string;
  readonly option: string;
  readonly columns: string;
  readonly file: Buffer;
  readonly loaded: Outcome;
  readonly without: Outcome;
}

/** Rows that are loaded, as text, and the number of those that are not. */
export interface Outcome {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly errors: number;
}

const PAGE = join(import.meta.dirname, "../../docs/copy.md");

/** Returns the rows of all tables of five columns. */
export function readCopyExamples(): readonly CopyExample[] {
  let format = "";
  const examples: CopyExample[] = [];
  for (const line of readFileSync(PAGE, "utf8").split("\n")) {
    if (line.startsWith("## ")) format = line.slice(3);
    if (!line.startsWith("| `")) continue;
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    const [option, columns, file, loaded, without] = cells.map((cell) =>
      cell.trim().replaceAll(String.raw`\|`, "|"),
    );
    if (option === undefined || columns === undefined || without === undefined) continue;
    examples.push({
      format,
      option: code(option),
      columns: code(columns),
      file: bytes(code(file ?? "")),
      loaded: outcome(loaded ?? ""),
      without: outcome(without),
    });
  }
  return examples;
}

function code(cell: string): string {
  return cell.replaceAll("`", "");
}

/** The signs of the page as the characters that they stand for; `\xff` is a byte. */
function bytes(text: string): Buffer {
  const parts = shown(text).split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part, "hex") : Buffer.from(part))),
  );
}

function shown(text: string): string {
  return text.replaceAll("↵", "\n").replaceAll("→", "\t").replaceAll("·", " ");
}

function outcome(cell: string): Outcome {
  const parts = cell === "-" ? [] : cell.split(" ; ");
  const rows = parts.filter((part) => part !== "error");
  return {
    errors: parts.length - rows.length,
    rows: rows.map((row) =>
      row.split("¦").map((value) => (value.trim() === "null" ? null : shown(value.trim()))),
    ),
  };
}

/** Returns what is refused and what is said of it: the rows of the table "Refused". */
export function readRefusals(): readonly { readonly written: string; readonly said: string }[] {
  const page = readFileSync(PAGE, "utf8");
  const section = page.slice(page.indexOf("## Refused"), page.indexOf("## Where the guide"));
  return [...section.matchAll(/^\| `(.*)` \| (.*) \|$/gm)].map(([, written = "", said = ""]) => ({
    written,
    said,
  }));
}

/** The whole page, in lower case. */
export function readCopyPage(): string {
  return readFileSync(PAGE, "utf8").toLowerCase();
}
