/** Sources by their staging files, on a real folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, SqlFilesError } from "../../src/errors.ts";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { sourceSettings } from "../../src/job/open-job.ts";
import { DECLARED, SQL_DIR } from "../support/sources.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-sql-"));
  mkdirSync(join(folder, "staging"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stage = (file: string, header: string): void =>
  writeFileSync(join(folder, `staging/${file}.sql`), `-- Loads it.\n${header}copy t from :'jsonpaths';\n`);
const failure = (): Promise<unknown> => readDeclaredSources(folder).catch((error: unknown) => error);

describe("the sources of a folder", () => {
  it("are those of its staging files, by their names", async () => {
    stage("b", "-- source: one\n");
    stage("a", "-- source: two\n-- location: data/two\n");
    writeFileSync(join(folder, "staging/.notes.txt"), "nothing");
    expect(await readDeclaredSources(folder)).toMatchObject([
      { name: "two", path: "sql/staging/a.sql", location: "data/two" },
      { name: "one", path: "sql/staging/b.sql", location: undefined },
    ]);
  });

  it("are told with all that is wrong with them at once", async () => {
    stage("a", "-- source: plays\n");
    stage("b", "-- source: plays\n");
    stage("c", "");
    stage("d", "-- source: warehouse\n");
    stage("e", "-- source: max_rejects\n");
    stage("f", "-- source: help\n");
    stage("g", "-- source: plays_jsonpaths\n");
    stage("h", "-- source: source_plays\n");
    const error = await failure();
    expect(error).toBeInstanceOf(SqlFilesError);
    const says = (error as Error).message;
    for (const part of [
      "sql/staging/b.sql:1:1: sql/staging/a.sql already loads the source plays",
      "sql/staging/c.sql:1:1: the file does not say which source it loads",
      "a source called warehouse would be set by --warehouse",
      "a source called max_rejects would be set by --max-rejects",
      "a source called help would be set by --help",
      "a source called plays_jsonpaths would be set by --plays-jsonpaths",
      "a source called source_plays would be set by DWH_SOURCE_PLAYS",
    ])
      expect(says).toContain(part);
  });

  // Who plans the files tells what is wrong with it; every other command goes on.
  it("are there though a COPY cannot be read", async () => {
    writeFileSync(
      join(folder, "staging/a.sql"),
      "-- Loads it.\n-- source: plays\n-- jsonpaths: paths.json\ncopy t (a from :'manifest';\n",
    );
    expect(await readDeclaredSources(folder)).toMatchObject([
      { name: "plays", jsonpaths: false, format: { kind: "json" } },
    ]);
  });

  it("tell their formats by the options of the COPY, wherever else such words stand", async () => {
    const sql =
      "delete from t where a = 'copy';\ncopy t (a, \"escape\", b) from :'manifest' iam_role 'csv' delimiter '\\\\t' null as 'parquet' ignoreheader 2;\n";
    writeFileSync(join(folder, "staging/a.sql"), `-- Loads it.\n-- source: plays\n${sql}`);
    expect(await readDeclaredSources(folder)).toMatchObject([
      {
        format: {
          kind: "delimited",
          csv: false,
          delimiter: "\t",
          nullAs: "parquet",
          escape: false,
          headerLines: 2,
          columns: ["a", "escape", "b"],
        },
      },
    ]);
  });

  it("need a folder", async () => {
    rmSync(join(folder, "staging"), { recursive: true });
    expect(await failure()).toBeInstanceOf(ConfigError);
  });
});

describe("where the sources are", () => {
  const [events, songs] = DECLARED;
  if (events === undefined || songs === undefined) throw new Error(`no sources in ${SQL_DIR}`);
  const at = (name: string, location: string) =>
    ({ name, locations: [location], jsonpaths: undefined, origin: "flag" }) as const;
  const found = (...input: Parameters<typeof sourceSettings>): readonly string[] =>
    sourceSettings(...input).flatMap(
      ({ declaration, locations }) => `${declaration.name} ${locations.join()}`,
    );

  it("is what is configured, else what the staging file says; a source without either is left out", () => {
    const declared = [events, { ...songs, location: "s3://lake/songs/" }];
    const sqlDir = "sql";
    expect(found({ sources: [at("events", "e"), at("songs", "s")], sqlDir }, declared)).toEqual([
      "events e",
      "songs s",
    ]);
    expect(found({ sources: [at("events", "e")], sqlDir }, declared)).toEqual([
      "events e",
      "songs s3://lake/songs/",
    ]);
    expect(found({ sources: [], sqlDir }, declared)).toEqual(["songs s3://lake/songs/"]);
    expect(found({ sources: [at("songs", "s")], sqlDir }, DECLARED)).toEqual(["songs s"]);
  });

  it("is the sample when nobody says anything of the warehouse that ships, and an error for any other", () => {
    const none = { sources: [], sqlDir: undefined };
    expect(found(none, DECLARED)).toEqual(["events .dwh/sample/log_data", "songs .dwh/sample/song_data"]);
    expect(() => found({ ...none, sqlDir: "sql" }, DECLARED)).toThrow(
      expect.objectContaining({
        next: "say where the files are: --events (DWH_EVENTS), --songs (DWH_SONGS)",
      }),
    );
  });
});
