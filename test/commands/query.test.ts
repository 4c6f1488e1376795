import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/query.ts";
import type { Flags } from "../../src/cli/flags.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import { fakeContext } from "../support/context.ts";
import { fakeIo } from "../support/fake-io.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-query-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { DWH_WAREHOUSE: join(folder, "warehouse.duckdb") };

async function query(sql: string, flags: Partial<Flags> = {}) {
  const context = fakeContext({ args: [sql], flags: { format: "text", ...flags } }, env);
  const code = await command(context);
  return { code, out: context.io.out(), logged: context.logged };
}

/** The error that the query ends with. */
const refusal = (sql: string, flags: Partial<Flags> = {}): Promise<unknown> =>
  query(sql, flags).then(
    () => undefined,
    (error: unknown) => error,
  );

beforeAll(async () => {
  const now = (): Date => new Date();
  (await openLocalWarehouse({ path: env.DWH_WAREHOUSE, store: openFolderStore({}), now })).close();
  await query(`
    create table plays (song varchar(20), plays bigint, loved boolean);
    insert into plays values ('Home', 3, true), ('日本', 12, null);`);
});

describe("dwh query", () => {
  it("prints every result as a table, and what the other statements did", async () => {
    const { code, out } = await query(
      "create table t (a int); insert into t values (1), (2); select song, plays from plays order by plays; drop table t",
    );
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "CREATE TABLE",
        "INSERT 2",
        "song   plays",
        "────   ─────",
        "Home       3",
        "日本      12",
        "(2 rows)",
        "DROP TABLE",
        "",
      ].join("\n"),
    );
  });

  it("prints the last result that has columns as json", async () => {
    const { out } = await query(
      "select 1 as one; select song, plays, loved from plays order by plays; begin; commit",
      {
        format: "json",
      },
    );
    expect(JSON.parse(out)).toEqual([
      { song: "Home", plays: 3, loved: true },
      { song: "日本", plays: 12, loved: null },
    ]);
  });

  it("prints it as csv too, and nothing when no statement had a result", async () => {
    expect((await query("select song, plays from plays order by plays", { format: "csv" })).out).toBe(
      "song,plays\nHome,3\n日本,12\n",
    );
    expect((await query("begin; commit", { format: "csv" })).out).toBe("");
    expect((await query("begin; commit", { format: "json" })).out).toBe("[]\n");
  });

  it("reads a file, with or without byte order mark, and standard input", async () => {
    const file = join(folder, "q.sql");
    writeFileSync(file, "\uFEFFselect 7 as seven;\n");
    const fromFile = fakeContext({ flags: { format: "csv", file } }, env);
    await command(fromFile);
    expect(fromFile.io.out()).toBe("seven\n7\n");
    const fromInput = fakeContext(
      { flags: { format: "csv" }, io: fakeIo({ stdin: "select 8 as eight" }) },
      env,
    );
    await command(fromInput);
    expect(fromInput.io.out()).toBe("eight\n8\n");
  });

  it("keeps what came before a statement that fails, and says where it stands", async () => {
    const context = fakeContext({ args: ["select 1 as one;\nselect * from nowhere"] }, env);
    await expect(command(context)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("nowhere"),
      where: expect.stringMatching(/^<argument>:2:\d+\nselect \* from nowhere\n *\^$/),
    });
    expect(context.io.out()).toContain("(1 row)");
  });

  it("ends with 2 for what is no Redshift SQL", async () => {
    expect(await refusal("select 1;\n  selec 2")).toMatchObject({
      exitCode: 2,
      where: "<argument>:2:3\n  selec 2\n  ^",
    });
    expect(await refusal("select 'open")).toMatchObject({
      exitCode: 2,
      where: "<argument>:1:8\nselect 'open\n       ^",
    });
  });

  it("warns of a transaction that nobody committed", async () => {
    const { logged } = await query("begin; insert into plays values ('Lost', 1, false)");
    expect(logged).toEqual(["the transaction was left open and is rolled back; end it with COMMIT"]);
    expect((await query("select count(*) as n from plays", { format: "csv" })).out).toBe("n\n2\n");
    expect((await query("begin; select 1; end")).logged).toEqual([]);
  });

  it.each([
    ["  -- only a comment", {}, "there is no statement"],
    ["select 1", { file: "q.sql" }, "two SQL texts were given"],
  ])("refuses %j with %j", async (sql, flags, sentence) => {
    expect(await refusal(sql, flags)).toMatchObject({ exitCode: 2, message: sentence });
  });

  it("refuses a file that is not there, and to wait for a person to type SQL", async () => {
    const flags = { format: "text", file: join(folder, "missing.sql") } as const;
    await expect(command(fakeContext({ flags }, env))).rejects.toMatchObject({
      exitCode: 2,
      where: flags.file,
    });
    const io = fakeIo({ inIsTerminal: true });
    await expect(command(fakeContext({ io }, env))).rejects.toMatchObject({
      message: "no SQL was given",
    });
  });

  it("ends with the reason of the signal, not with the error that it causes", async () => {
    const interruption = new AbortController();
    const reason = new Error("interrupted");
    const context = fakeContext(
      {
        args: ["select 1; select 2"],
        signal: interruption.signal,
        io: fakeIo({ writeOut: () => interruption.abort(reason) }),
      },
      env,
    );
    await expect(command(context)).rejects.toBe(reason);
  });
});
