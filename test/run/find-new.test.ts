import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findNew } from "../../src/run/find-new.ts";
import { scanSource } from "../../src/run/scan-source.ts";
import { searchShared } from "../../src/sources/shared-files.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Store, StoredObject } from "../../src/store/store.ts";
import { compareBytes } from "../../src/text/byte-order.ts";
import { memoryLedger, type LedgerFile } from "../support/known-files.ts";
import { sourceAt } from "../support/sources.ts";

const EVENTS: Source = sourceAt("events", "s3://lake/");

/** A store that lists these objects, and what was listed of it. */
function listing(objects: readonly StoredObject[]) {
  const listed: string[] = [];
  const store = {
    list: async (prefix: string) => {
      listed.push(prefix);
      return objects.filter(({ url }) => url.startsWith(prefix));
    },
  } as unknown as Store;
  return { store, listed };
}

const object = (url: string, etag = "1"): StoredObject => ({ url, etag, size: 1 });
const asKnown = (file: StoredObject, source = "events"): LedgerFile => ({ ...file, source });

/** What is found to be new, by the sums and without anything kept of the first listing; and what it cost. */
async function find(
  objects: readonly StoredObject[],
  known: readonly LedgerFile[],
  source = EVENTS,
  many?: number,
) {
  const { store, listed } = listing(objects);
  const ledger = memoryLedger(known);
  const scan = await scanSource(store, source, searchShared([source]));
  const kept = await findNew(store, source, scan, ledger, many);
  listed.length = 0;
  const again = await findNew(store, source, { ...scan, kept: undefined }, ledger, many);
  expect(again).toEqual(kept);
  return { urls: kept.map(({ url }) => url), listed, ledger };
}

describe("what is new", () => {
  it("is exactly what the ledger does not hold, wherever it lies, whatever has gone or changed", async () => {
    const url = fc
      .tuple(
        fc.array(fc.constantFrom("a", "b", "2018", "", "😀"), { maxLength: 4 }),
        fc.constantFrom("1", "2", "\uFF5E", "😀"),
      )
      .map(([folders, name]) => `s3://lake/${[...folders, name].join("/")}.json`);
    const files = fc.uniqueArray(fc.record({ url, etag: fc.constantFrom("1", "2") }), {
      maxLength: 40,
      selector: ({ url: one }) => one,
    });
    await fc.assert(
      fc.asyncProperty(files, files, async (there, before) => {
        const objects = there.map(({ url: one, etag }) => object(one, etag));
        // Known are some that are there as they are, others as they were, and some that have gone.
        const known = [
          ...objects.filter((_, at) => at % 3 > 0),
          ...before.map((one) => object(one.url, one.etag)),
        ];
        const keys = new Set(known.map(({ url: one, etag }) => `${one} ${etag}`));
        const expected = objects
          .filter(({ url: one, etag }) => !keys.has(`${one} ${etag}`))
          .map(({ url: one }) => one)
          .sort(compareBytes);
        const unique = [...new Map(known.map((one) => [`${one.url} ${one.etag}`, one])).values()];
        const found = await find(
          objects,
          unique.map((one) => asKnown(one)),
        );
        expect(found.urls).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it("is nothing for one row over the wire when the listing is as it was", async () => {
    const objects = Array.from({ length: 500 }, (_, at) => object(`s3://lake/${at % 50}/${at}.json`));
    const { urls, ledger, listed } = await find(
      objects,
      objects.map((one) => asKnown(one)),
    );
    expect(urls).toEqual([]);
    expect(new Set(ledger.asked)).toEqual(new Set(["total"]));
    expect(listed).toEqual([]);
  });

  it("is looked for file by file only in the folders that differ", async () => {
    const objects = Array.from({ length: 5000 }, (_, at) => object(`s3://lake/${(at % 50) + 10}/${at}.json`));
    const added = [object("s3://lake/17/new.json"), object("s3://lake/new/new.json")];
    const { urls, ledger, listed } = await find(
      [...objects, ...added],
      objects.map((one) => asKnown(one)),
    );
    expect(urls).toEqual(["s3://lake/17/new.json", "s3://lake/new/new.json"]);
    expect(listed).toEqual(["s3://lake/17/", "s3://lake/new/"]);
    // Twice: the total, 50 folders, and the 100 files of one of them.
    expect(ledger.rows()).toBe(2 * (1 + 50 + 100));
  });

  it("is found among very many in one folder by what differs of them", async () => {
    const many = 1000;
    const objects = Array.from({ length: 2000 }, (_, at) => object(`s3://lake/${at}.json`));
    const { urls, ledger } = await find(
      [...objects, object("s3://lake/new.json")],
      objects.map((one) => asKnown(one)),
      EVENTS,
      many,
    );
    expect(urls).toEqual(["s3://lake/new.json"]);
    // Twice: the total, one folder, as many parts as there are files at the most, and the files of one part.
    expect(ledger.asked.filter((asked) => asked === "byPart")).toHaveLength(2);
    expect(ledger.rows()).toBeLessThan(2 * (1 + 1 + 2000 + 10));
  });

  it("does not ask for files that have gone from before or behind those that are there", async () => {
    const gone = Array.from({ length: 900 }, (_, at) => object(`s3://lake/2017/${at}/a.json`));
    const there = Array.from({ length: 20 }, (_, at) => object(`s3://lake/2018/${at}.json`));
    const { urls, ledger } = await find(
      there,
      [...gone, ...there].map((one) => asKnown(one)),
    );
    expect(urls).toEqual([]);
    expect(ledger.rows()).toBe(2);
  });

  it("is no more than the source takes in: a prefix may be the beginning of names", async () => {
    const source = sourceAt("events", "s3://lake/log-1");
    const objects = [object("s3://lake/log-1.json"), object("s3://lake/log-2.json")];
    expect((await find(objects, [], source)).urls).toEqual(["s3://lake/log-1.json"]);
  });
});
