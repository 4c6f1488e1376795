/**
 * What the local warehouse says of UNLOAD, and what the manual leaves open of it; asked as test/contract/redshift.test.ts is. A cluster
 * writes one or more files a slice, so that files are read together.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { failure } from "../support/failure.ts";

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("keeps the contract of UNLOAD:", () => {
    let target: Target;
    let count = 0;
    beforeAll(async () => {
      target = await open();
      await within(async (session) => {
        await session.execute("create table unload_source (id integer, text varchar(60), truth boolean)");
        await session.execute(
          `insert into unload_source values (1, 'a "quote", a comma', true), (2, '', false), (3, null, null)`,
        );
      });
    });
    afterAll(() => target.close());

    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    const role = (): string => (target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole));
    const place = (): string => {
      count += 1;
      return `${target.folder}unload/${count}_`;
    };
    const unloadTo = (to: string, query: string, options: string): string =>
      `unload (${quoteLiteral(query)}) to ${quoteLiteral(to)} iam_role ${role()} ${options}`;
    /** The lines of all files under a new prefix, sorted, and what follows it in their names. */
    const unload = async (query: string, options = "") => {
      const to = place();
      const { notices } = await within((session) => session.execute(unloadTo(to, query, options)));
      const objects = await target.store.list(to);
      const texts = await Promise.all(objects.map(async ({ url }) => String(await target.store.read(url))));
      const names = objects.map(({ url }) => url.slice(to.length));
      return { notices, names, lines: texts.join("").split("\n").slice(0, -1).toSorted(), to };
    };

    it("tells the rows in a message, and names the files by slice and part", async () => {
      const { notices, names } = await unload("select * from unload_source");
      expect(notices.join()).toContain("UNLOAD completed, 3 record(s) unloaded successfully");
      for (const name of names) expect(name).toMatch(/^\d{4}_part_\d{2}$/);
    });

    it("writes one file with PARALLEL OFF, with a number of three digits", async () => {
      const { names } = await unload("select * from unload_source order by id", "parallel off");
      expect(names).toEqual(["000"]);
    });

    it("has fields in quotes where CSV needs them, and NULL as NULL AS says", async () => {
      const { lines } = await unload("select * from unload_source", "csv null as '@'");
      expect(lines).toEqual(['1,"a ""quote"", a comma",t', "2,,f", "3,@,@"]);
    });

    it("has booleans of JSON as texts, and what it wrote is loaded again", async () => {
      const { lines, to } = await unload("select * from unload_source", "json");
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
        { id: 1, text: 'a "quote", a comma', truth: "t" },
        { id: 2, text: "", truth: "f" },
        { id: 3, text: null, truth: null },
      ]);
      await within(async (session) => {
        await session.execute("create table unload_loaded (like unload_source)");
        await session.execute(
          `copy unload_loaded from ${quoteLiteral(to)} iam_role ${role()} format json 'auto'`,
        );
        const { rows } = await session.execute("select id, text, truth from unload_loaded order by id");
        expect(rows).toEqual([
          ["1", 'a "quote", a comma', "t"],
          ["2", "", "f"],
          ["3", null, null],
        ]);
      });
    });

    it("tells rows and bytes in a verbose manifest, the header as a row of each file", async () => {
      const { to, names } = await unload("select id from unload_source", "manifest verbose header");
      const manifest = JSON.parse(String(await target.store.read(`${to}manifest`))) as {
        readonly entries: readonly { readonly url: string }[];
        readonly meta: { readonly record_count: number };
      };
      const files = names.filter((name) => name !== "manifest");
      expect(manifest.entries.map(({ url }) => url)).toEqual(files.map((name) => `${to}${name}`));
      expect(manifest.meta.record_count).toBe(3 + files.length);
    });

    it("makes a folder of each value, and one for NULL", async () => {
      const { names } = await unload("select id, truth from unload_source", "partition by (truth)");
      const folders = new Set(names.map((name) => name.split("/")[1]));
      expect(folders).toContain("truth=__HIVE_DEFAULT_PARTITION__");
      expect(folders.size).toBe(3);
    });

    it("writes no file for no rows", async () => {
      expect((await unload("select * from unload_source where false")).names).toEqual([]);
    });

    it("refuses a place that is not empty, an outer LIMIT, and what does not go together", async () => {
      const { to } = await unload("select 1 as a");
      await within(async (session) => {
        const again = await failure(session.execute(unloadTo(to, "select 1 as a", "")));
        expect(again.message).toContain("Specified unload destination on S3 is not empty");
        await session.execute(unloadTo(to, "select 1 as a", "allowoverwrite"));
        for (const [query, options] of [
          ["select * from unload_source limit 1", ""],
          ["select * from unload_source", "parquet header"],
          ["select * from unload_source", "json delimiter ','"],
          ["select * from unload_source", "csv addquotes"],
        ] as const)
          await failure(session.execute(unloadTo(place(), query, options)));
      });
    });
  });
});
