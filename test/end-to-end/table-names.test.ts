import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command as plan } from "../../src/commands/plan.ts";
import { command as report } from "../../src/commands/report.ts";
import { command as reset } from "../../src/commands/reset.ts";
import type { RunResult } from "../../src/records/result.ts";
import { textOf } from "../report/markup.ts";
import { fakeContext, type FakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

/** One table whose name is a reserved word, one in a schema of its own, and what fills and checks them. */
const FILES = {
  "schema/group.sql": `-- One row per level that was heard.
create table if not exists "Group" (
    level varchar(16) not null encode raw,
    play_count bigint encode az64,
    primary key (level)
)
diststyle all
sortkey (level);`,
  "schema/levels.sql": `-- One row per level and listener.
create schema if not exists mart;

create table if not exists mart.levels (
    level varchar(16) not null encode raw references "group" (level),
    user_id bigint encode az64
)
diststyle auto
sortkey (level);`,
  "transform/group.sql": `-- Brings "group" up to date.
delete from "group";

insert into "group" (level, play_count)
select level, count(*) from songplays where level is not null group by level;`,
  "transform/levels.sql": `-- Brings mart.levels up to date.
delete from mart.levels;

insert into mart.levels (level, user_id)
select g.level, p.user_id from "group" as g join songplays as p on p.level = g.level;`,
  "checks/levels__level__known.sql": `-- Returns levels that "group" does not have.
select l.level from MART."levels" as l left join "group" as g on g.level = l.level where g.level is null;`,
};

describe('a table called "group", and one in the schema mart', () => {
  let scratch: Scratch;
  let sqlDir: string;
  let runs: readonly RunResult[];
  beforeAll(async () => {
    sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
    cpSync(SQL_DIR, sqlDir, { recursive: true });
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(sqlDir, path), `${text}\n`);
    scratch = openScratch(sqlDir, { shared: true });
    scratch.write("events/a.json", [
      play({ level: "free" }),
      play({ level: "paid" }),
      play({ level: "paid" }),
    ]);
    scratch.write("songs/a.json", [song()]);
    const first = await scratch.run();
    scratch.write("events/b.json", [play({ level: "trial" })]);
    runs = [first, await scratch.run()];
    scratch.write("events/new.json", [play({ level: "free" })]);
  });
  afterAll(() => {
    rmSync(sqlDir, { recursive: true });
    scratch.remove();
  });

  const contextOf = (flags: Partial<FakeContext["flags"]> = {}): FakeContext =>
    fakeContext(
      { sqlDir, flags: { format: "json", ...flags } },
      {
        DWH_WAREHOUSE: join(scratch.folder, "warehouse.duckdb"),
        DWH_EVENTS: join(scratch.folder, "events/"),
        DWH_SONGS: join(scratch.folder, "songs/"),
      },
    );

  it("are made, filled, checked and counted by every run, under the names that SQL takes", async () => {
    expect(runs.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    expect(
      runs.map(({ tables }) => tables.filter(({ name }) => name === '"group"' || name === "mart.levels")),
    ).toMatchObject([
      [
        { name: '"group"', before: 0, after: 2 },
        { name: "mart.levels", before: 0, after: 3 },
      ],
      [
        { name: '"group"', before: 2, after: 3 },
        { name: "mart.levels", before: 3, after: 4 },
      ],
    ]);
    expect(runs[0]?.steps.some(({ name }) => name === "levels__level__known")).toBe(true);
    expect(await scratch.query('select level, play_count from "group" order by level')).toEqual([
      ["free", "1"],
      ["paid", "2"],
      ["trial", "1"],
    ]);
  });

  it("are made and filled in the order in which they need each other, as the plan shows", async () => {
    const context = contextOf();
    expect(await plan(context)).toBe(0);
    const { steps } = JSON.parse(context.io.out()) as { steps: { name: string; kind: string }[] };
    const names = steps.map(({ kind, name }) => `${kind} ${name}`);
    const order = [
      "schema group",
      "schema levels",
      "transform songplays",
      "transform group",
      "transform levels",
      "check levels__level__known",
    ];
    expect(names.filter((name) => order.includes(name))).toEqual(order);
    expect(order.every((name) => names.includes(name))).toBe(true);
  });

  it("stand in the report with their rows, their check and their key", async () => {
    const json = contextOf();
    await report(json);
    const { tables } = JSON.parse(json.io.out()) as { tables: { name: string; rows: number | undefined }[] };
    expect(tables).toContainEqual({ name: '"group"', rows: 3 });
    expect(tables).toContainEqual({ name: "mart.levels", rows: 4 });
    await report(contextOf({ format: "text" }));
    const page = textOf(readFileSync(join(scratch.folder, "report.html"), "utf8"));
    expect(page).toContain("mart.levels");
    expect(page).toContain('"group"');
    expect(page).not.toContain('""group""');
  });

  it("are dropped and made anew by a reset, and filled again", async () => {
    const context = contextOf({ yes: true });
    expect(await reset(context)).toBe(0);
    expect((JSON.parse(context.io.out()) as { tables: string[] }).tables).toEqual(
      expect.arrayContaining(['"group"', "mart.levels"]),
    );
    expect(
      await scratch.query('select (select count(*) from "group"), (select count(*) from mart.levels)'),
    ).toEqual([["0", "0"]]);
    const { tables } = await scratch.run();
    expect(tables.map(({ name, after }) => [name, after])).toContainEqual(["mart.levels", 5]);
  });
});

describe.each(["PUBLIC.songplays", "local.public.songplays"])(
  "a table that one file calls songplays and another one %s",
  (other) => {
    let sqlDir: string;
    let scratch: Scratch;
    beforeAll(() => {
      sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
      cpSync(SQL_DIR, sqlDir, { recursive: true });
      scratch = openScratch(sqlDir);
      for (const [path, text] of Object.entries(FILES))
        writeFileSync(join(sqlDir, path), `${text.replaceAll(/\bfrom songplays\b/g, `from ${other}`)}\n`);
      scratch.write("events/a.json", [play()]);
      scratch.write("songs/a.json", [song()]);
    });
    afterAll(() => {
      rmSync(sqlDir, { recursive: true });
      scratch.remove();
    });

    const SAID = `transform/group.sql: ${other.toLowerCase()} is the table that sql/schema/songplays.sql calls songplays; write songplays here too`;

    it("is refused by a run, before anything is loaded: whoever reads one would not wait for what writes the other", async () => {
      const { error, exitCode, steps } = await scratch.run();
      expect({ message: (error as Error | undefined)?.message, exitCode, steps }).toMatchObject({
        message: expect.stringContaining(SAID) as string,
        exitCode: 2,
        steps: [],
      });
    });

    it("is refused by a plan, with a warehouse and without one", async () => {
      const contextOf = (): FakeContext =>
        fakeContext(
          { sqlDir, flags: { format: "json" } },
          {
            DWH_WAREHOUSE: join(scratch.folder, "plan.duckdb"),
            DWH_EVENTS: join(scratch.folder, "events/"),
            DWH_SONGS: join(scratch.folder, "songs/"),
          },
        );
      await expect(plan(contextOf())).rejects.toThrow(SAID);
    });

    it("is what it says where another schema has a table of that name", async () => {
      for (const file of ["transform/group.sql", "transform/levels.sql"])
        writeFileSync(join(sqlDir, file), `${FILES[file as keyof typeof FILES]}\n`);
      writeFileSync(
        join(sqlDir, "schema/mart.sql"),
        "-- Another table of that name.\ncreate schema if not exists mart;\n\ncreate table if not exists mart.songplays (level varchar(16)) diststyle auto sortkey auto;\n",
      );
      const another = openScratch(sqlDir);
      another.write("events/a.json", [play()]);
      another.write("songs/a.json", [song()]);
      const { error, status } = await another.run();
      another.remove();
      expect({ error, status }).toEqual({ error: undefined, status: "succeeded" });
    });
  },
);
