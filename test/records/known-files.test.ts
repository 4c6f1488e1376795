/** The ledger in the warehouse answers as the one in memory does, which computes here what the SQL computes there. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { knownFilesOf } from "../../src/records/known-files.ts";
import { mayHold, readMark } from "../../src/records/ledger.ts";
import { digestOf } from "../../src/sources/file-digest.ts";
import type { KnownFiles, KnownScope } from "../../src/sources/known-files.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import { compareBytes } from "../../src/text/byte-order.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { memoryLedger, type LedgerFile } from "../support/known-files.ts";

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: openFolderStore({}),
    now: () => new Date(),
  });
});
afterAll(() => warehouse.close());

/** A ledger of these files, asked. */
async function withFiles<T>(
  files: readonly LedgerFile[],
  use: (known: KnownFiles, session: Parameters<typeof knownFilesOf>[0]) => Promise<T>,
): Promise<T> {
  return warehouse.withSession(async (session) => {
    await session.execute("drop table if exists etl_files");
    await session.execute(
      "create table etl_files (url varchar(2048), etag varchar(256), size bigint, source varchar(64), run_id varchar(64), loaded_at timestamp)",
    );
    const rows = files.map(
      ({ url, etag, size, source }) =>
        `(${quoteLiteral(url)}, ${quoteLiteral(etag)}, ${size}, ${quoteLiteral(source)}, 'r', '2018-11-01')`,
    );
    if (rows.length > 0) await session.execute(`insert into etl_files values ${rows.join(", ")}`);
    return use(knownFilesOf(session), session);
  });
}

const name = fc.string({
  unit: fc.constantFrom("a", "b", "/", "'", "\\", "ä", "\uFF5E", "😀"),
  maxLength: 6,
});
const ledgerFile = fc.record({
  source: fc.constantFrom("events", "songs"),
  url: name.map((text) => `s3://lake/${text}`),
  etag: fc.constantFrom("e1", "e2"),
  size: fc.constantFrom(0, 1, 5_000_000_000),
});

describe("the ledger in the warehouse", () => {
  it("tells sums and digests as they are computed here, whatever the names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(ledgerFile, { minLength: 5, maxLength: 30, selector: (file) => JSON.stringify(file) }),
        fc.integer({ min: 1, max: 6 }),
        fc.tuple(name, name),
        async (files, depth, ends) => {
          const [first, last] = ends.map((end) => `s3://lake/${end}`).sort(compareBytes) as [string, string];
          const scope: KnownScope = {
            source: "events",
            prefixes: ["s3://lake/a", "s3://lake/\uFF5E", "s3://lake/"],
            between: [first, last],
          };
          const memory = memoryLedger(files);
          await withFiles(files, async (known) => {
            expect(await known.total(scope)).toEqual(await memory.total(scope));
            const folders = await known.byFolder(scope, depth);
            expect(folders).toEqual(await memory.byFolder(scope, depth));
            expect(await known.byPart(scope)).toEqual(await memory.byPart(scope));
            const names = [...folders.keys()].slice(0, 2);
            const wanted = { depth, names: names.length > 0 ? names : ["none"], files: 250_000 };
            for (const parts of [undefined, [...(await memory.byPart(scope)).keys()].slice(0, 3)]) {
              const shorts = async (one: KnownFiles): Promise<string[]> => {
                const all: string[] = [];
                for await (const some of one.digests(scope, wanted, parts)) all.push(...some);
                return all.sort();
              };
              expect(await shorts(known)).toEqual(await shorts(memory));
            }
          });
        },
      ),
      { numRuns: 5 },
    );
  });

  it("tells what is below a prefix, and what is known of another source", async () => {
    const file: SourceFile = {
      source: "events",
      url: "s3://lake/log/a.json",
      etag: "e",
      size: 1,
      compression: "",
      format: { kind: "json" },
    };
    await withFiles([file], async (known, session) => {
      expect(await known.holdsBelow("events", "s3://lake/log/")).toBe(true);
      expect(await known.holdsBelow("songs", "s3://lake/log/")).toBe(false);
      expect(await known.holdsBelow("events", "s3://lake/logs")).toBe(false);
      expect(await known.holdsBelow("events", "s3://lake/log/\u{1F600}/")).toBe(false);
      const moved = { ...file, source: "songs" };
      expect(await known.elsewhere([moved], ["events"], ["s3://lake/log/"])).toEqual([
        { source: "events", files: 1, first: file.url },
      ]);
      expect(await known.elsewhere([{ ...moved, etag: "f" }], ["events"], ["s3://lake/log/"])).toEqual([]);
      expect(await known.elsewhere([moved], ["events"], ["s3://other/"])).toEqual([]);
      expect(await mayHold(session, [moved, file])).toBe(true);
      expect(await mayHold(session, [moved])).toBe(false);
    });
  });

  // Developer Guide, "LEFT and RIGHT functions": characters, and not bytes.
  it("tells what is below a prefix whose characters are more than one unit of UTF-16 here", async () => {
    const file = { source: "events", url: "s3://lake/\u{1F600}/a.json", etag: "e", size: 1 };
    await withFiles([file], async (known) => {
      expect(await known.holdsBelow("events", "s3://lake/\u{1F600}/")).toBe(true);
    });
  });

  it("has another mark when anybody has written to it, also when as many files went as came", async () => {
    const file = { source: "events", url: "s3://lake/a.json", etag: "e", size: 1 };
    await withFiles([file], async (_, session) => {
      const before = await readMark(session);
      expect(await readMark(session)).toBe(before);
      await session.execute("insert into etl_files values ('u', 'e', 1, 's', 'r', '2018-11-02')");
      const more = await readMark(session);
      expect(more).not.toBe(before);
      await session.execute("delete from etl_files where url = 's3://lake/a.json'");
      expect(await readMark(session)).not.toBe(more);
      expect(await readMark(session)).not.toBe(before);
    });
  });

  it("tells files of the same length and count apart", () => {
    const one = digestOf({ source: "events", url: "s3://lake/a.json", etag: "e", size: 1 });
    expect(one.short).toMatch(/^[0-9a-f]{16}$/);
    expect(one).not.toEqual(digestOf({ source: "events", url: "s3://lake/b.json", etag: "e", size: 1 }));
  });
});
