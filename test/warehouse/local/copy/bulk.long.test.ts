import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { loadInBulk } from "../../../../src/warehouse/local/copy/bulk.ts";
import { openStaging } from "../../../../src/warehouse/local/copy/staging.ts";
import { good, openWays, render, type Ways } from "../../../support/copy-ways.ts";

let ways: Ways;
beforeAll(async () => {
  ways = await openWays();
});
afterAll(() => ways.close());

/** The fast way looks at the keys in the first 64 kB, and takes files of 2 MB; empty lines cost nothing. */
const whole = (options: string, lines: readonly string[]): Buffer =>
  Buffer.from(
    `${render(good(options))}\n${" ".repeat(70_000)}\n${lines.join("\n")}\n${" ".repeat(2 << 20)}\n`,
  );

/** What the fast way makes of a file; undefined when it leaves it to the exact way, with nothing of it loaded. */
async function inBulk(
  content: Buffer,
  options: string,
  declared?: string,
): Promise<{ rows: string[]; counted: number; rejected: readonly unknown[] } | undefined> {
  writeFileSync(ways.path, content);
  const plan = await ways.planOf(options, declared);
  const staging = openStaging(ways.connection, "x", plan.columns, new AbortController().signal);
  const objects = await ways.store.list(ways.path);
  const result = await loadInBulk(objects, plan, { ...ways, table: "x", staging });
  await staging.move();
  const rows = await ways.rowsOf();
  const [file] = result.loaded;
  if (file !== undefined) return { rows, counted: file.rows, rejected: result.rejected };
  expect(result.left).toEqual(objects);
  expect(rows).toEqual([]);
  return undefined;
}

describe("the fast way", () => {
  const options = "json 'auto'";
  const line = render(good(options));

  it.each([
    ["plain lines", [line, "", " \t\r", `\t${line}\r`, line]],
    ["a number whose own text counts", [render({ ...good(options), t: "1.10" })]],
    ["blanks where a number should be", [render({ ...good(options), i: '" "' })]],
    ["the same key twice", [line.replace("{", '{"t":"first",')]],
    ["a key too few", [line.replace('"t":"x",', "")]],
    ["a key too many", [line.replace("{", '{"more":[1.0],')]],
    ["a text that looks like a fault", [render({ ...good(options), t: '": nan ,}"' })]],
  ])("takes a file with %s, and counts its rows", async (_, lines) => {
    const content = whole(options, lines);
    const { sound, ...exact } = await ways.exactly(content, options);
    expect(sound).toBe(true);
    expect(await inBulk(content, options)).toEqual(exact);
  });

  /** Few lines that are worth it together, none of them empty. */
  const long = { ...good(options), more: `"${"x".repeat(20_000)}"` };
  const fine = render(long);
  const bad = render({ ...long, i: '"1.0"' });
  const many = Array.from({ length: 110 }, () => fine);
  it.each([
    ["one bad line", [bad]],
    ["some, one of them without its key", [fine, bad, fine, fine.replace('"n":"y",', ""), bad, fine]],
    ["bad values of other kinds", [render({ ...long, t: '"much too long a text"', y: '"soon"' }), fine]],
    ["one beside a line in doubt that is good", [render({ ...long, t: "1.10" }), bad]],
  ])("leaves out the bad lines of a file with %s, and tells them as the exact way does", async (_, lines) => {
    const content = Buffer.from([...many, ...lines, fine, fine, ...lines].join("\n"));
    const { sound, ...exact } = await ways.exactly(content, `${options} maxerror 9`);
    expect(sound).toBe(false);
    expect(await inBulk(content, `${options} maxerror 9`)).toEqual(exact);
  });

  it.each([
    ["an empty line before it", ["", bad, fine]],
    ["a blank line far before it", [" ", ...Array.from({ length: 9 }, () => fine), bad, bad]],
    ["another object on its line", [`${bad}${fine}`]],
    ["an object over two lines", [bad, fine.replace(",", ",\n")]],
    ["a list around it", ["[", bad, "]"]],
    ["more like it than are allowed", [bad, bad, bad, fine]],
  ])("leaves a file with a bad line and %s to the exact way", async (_, lines) => {
    const content = Buffer.from([...many, ...lines].join("\n"));
    expect(await inBulk(content, `${options} maxerror 3`)).toBeUndefined();
  });

  it.each([
    ["a bad value", [render({ ...good(options), i: "1.0" })]],
    ["a value that JSON does not have", [render({ ...good(options), d: "NaN" })]],
    ["a comma too many", [line.replace("}", ",}")]],
    ["two objects on a line", [`${line} ${line}`]],
    ["an object over two lines", [line.replace(",", ",\n")]],
    ["a list around the objects", ["[", line, "]"]],
    ["an object that never ends", [line.slice(0, -1)]],
    ["a NUL", [render({ ...good(options), t: '"\\u0000"' })]],
    ["a missing value that must be there", [render({ ...good(options), n: "null" })]],
    ["an array for a row", ["[1]"]],
  ])("leaves a file with %s to the exact way, and nothing of it behind", async (_, lines) => {
    expect(await inBulk(whole(options, lines), options)).toBeUndefined();
  });

  it("sees other keys also where every column may be null", async () => {
    const declared = "t varchar(12), i integer";
    const content = whole(options, [
      line.replace('"t":"x",', '"T":"x",'),
      line.replace("{", '{"t":"first",'),
    ]);
    const { rows, counted, rejected } = await ways.exactly(content, options, declared);
    expect(rows).toEqual(["{'t': NULL, 'i': 1}", "{'t': first, 'i': 1}", "{'t': x, 'i': 1}"]);
    expect(await inBulk(content, options, declared)).toEqual({ rows, counted, rejected });
  });

  it("leaves a file with bytes that are no UTF-8, and one whose first objects differ in their keys", async () => {
    const bytes = whole(options, [line, line]);
    bytes[bytes.indexOf('"x"', 80_000) + 1] = 0xff;
    expect(await inBulk(bytes, options)).toBeUndefined();
    const differing = Buffer.from(`${line}\n{"t":"a"}\n${" ".repeat(2 << 20)}`);
    expect(await inBulk(differing, options)).toBeUndefined();
  });

  it("takes the good files of several, and leaves only the bad one", async () => {
    const numbers = [1, 2, 3];
    const paths = numbers.map((number) => join(ways.folder, `several-${number}.json`));
    for (const [index, one] of paths.entries()) {
      const own = { ...good(options), k: String(index), t: index === 0 ? "1.10" : '"x"' };
      writeFileSync(one, whole(options, [render(index === 1 ? { ...own, i: "1.0" } : own)]));
    }
    const plan = await ways.planOf(options);
    const staging = openStaging(ways.connection, "x", plan.columns, new AbortController().signal);
    const objects = await ways.store.list(join(ways.folder, "several-"));
    const { loaded, left } = await loadInBulk(objects, plan, { ...ways, table: "x", staging });
    await staging.move();
    expect(loaded.map(({ url, rows }) => [url, rows])).toEqual([
      [paths[0], 2],
      [paths[2], 2],
    ]);
    expect(left.map(({ url }) => url)).toEqual([paths[1]]);
    expect(await ways.rowsOf()).toHaveLength(4);
  });

  it.each([
    ["loses", [line, line], [line]],
    ["gains", [line], [line, line]],
  ])("gives up when a file %s a row while it is read", async (_, counted, found) => {
    writeFileSync(ways.path, whole(options, found));
    const before = join(dirname(ways.path), "before.json");
    onTestFinished(() => rmSync(before));
    writeFileSync(before, whole(options, counted));
    let asked = 0;
    // First DuckDB is told where the file is, then its rows are counted.
    const localPath = (): string => ((asked += 1) === 1 ? ways.path : before);
    const plan = await ways.planOf(options);
    const staging = openStaging(ways.connection, "x", plan.columns, new AbortController().signal);
    const target = { ...ways, store: { ...ways.store, localPath }, table: "x", staging };
    await expect(loadInBulk(await ways.store.list(ways.path), plan, target)).rejects.toThrow(
      /^a file changed while it was read/,
    );
  });

  it("takes gzip files that are whole, and leaves one that is cut short, which DuckDB would take", async () => {
    const lines = Array.from({ length: 21_000 }, (_, index) =>
      render({ ...good(options), k: String(index), t: `"${(index * 7919) % 99991}"` }),
    );
    const packed = gzipSync(lines.join("\n"), { level: 0 });
    const { rows, counted, rejected } = await ways.exactly(packed, `${options} gzip`);
    expect(counted).toBe(21_000);
    expect(await inBulk(packed, `${options} gzip`)).toEqual({ rows, counted, rejected });
    expect(await inBulk(packed.subarray(0, packed.length >> 1), `${options} gzip`)).toBeUndefined();
    expect(await inBulk(Buffer.concat([packed, Buffer.alloc(8)]), `${options} gzip`)).toBeUndefined();
  });
});
