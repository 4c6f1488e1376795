/** JSON files with something around their rows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { propose } from "../../src/init/propose.ts";
import { readSample } from "../../src/job/read-sample.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dwh-wrapped-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const ROWS = [
  { id: 1, name: "a" },
  { id: 2, name: "b" },
];

/** The header that is proposed for files of these texts, and the columns. */
async function proposed(...texts: readonly string[]): Promise<readonly (string | undefined)[]> {
  for (const [at, text] of texts.entries()) writeFileSync(join(folder, `${at}.json`), text);
  const sample = await readSample(openFolderStore({}), { name: "pages", url: `${folder}/` });
  const { files } = propose("t", [{ ...sample, location: "../pages" }], []);
  const staging = files.find(({ path }) => path === "sql/staging/staging_pages.sql")?.text ?? "";
  return [/^-- unpack: (.*)$/m.exec(staging)?.[1], /\((.*)\)/.exec(staging)?.[1]];
}

describe("a warehouse that is proposed for files with something around their rows", () => {
  it.each([
    ["a list", JSON.stringify(ROWS), "array"],
    ["a pretty list behind a byte order mark", `\ufeff\n${JSON.stringify(ROWS, null, 1)}`, "array"],
    ["an object of one list", JSON.stringify({ records: ROWS }), "records"],
    [
      "several of them",
      `${JSON.stringify({ records: ROWS })}\n${JSON.stringify({ records: ROWS })}`,
      "records",
    ],
    ["one whose key is called array", JSON.stringify({ array: ROWS }), '"array"'],
    ["one whose key has a blank", JSON.stringify({ "all rows": ROWS }), '"all rows"'],
  ])("unpacks it: %s", async (_, text, unpack) => {
    expect(await proposed(text)).toEqual([unpack, "id, name"]);
  });

  it("takes files with and without a list together", async () => {
    const lines = ROWS.map((row) => JSON.stringify({ ...row, more: 1 })).join("\n");
    expect(await proposed(JSON.stringify(ROWS), lines)).toEqual(["array", "id, name, more"]);
  });

  it.each([
    ["objects", ROWS.map((row) => JSON.stringify(row)).join("\n")],
    ["an object with a list and more", JSON.stringify({ total: 2, records: ROWS })],
    ["an object with a list of values", JSON.stringify({ records: [1, 2] })],
    ["objects with lists of different keys", '{"a": [{"b": 1, "c": 2}]}\n{"d": [{"b": 1, "c": 2}]}'],
    ["objects without a key", `{}\n${JSON.stringify(ROWS[0])}`],
  ])("leaves alone what may be rows: %s", async (_, text) => {
    expect((await proposed(text))[0]).toBeUndefined();
  });
});
