/** Redshift believes declared keys: nothing that decides may rest on a question that such a belief could answer. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { declaredTables } from "../../src/plan/declared-tables.ts";
import { foldableIn } from "../support/believed-keys.ts";
import { SQL_DIR } from "../support/sources.ts";

const filesOf = (folder: string) =>
  readdirSync(join(SQL_DIR, folder))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => ({
      path: `sql/${folder}/${file}`,
      ...parseStatements(readFileSync(join(SQL_DIR, folder, file), "utf8")),
    }));

const tables = filesOf("schema").flatMap(declaredTables);

const found = (sql: string): readonly string[] =>
  parseStatements(sql).statements.flatMap((statement) => foldableIn(statement, tables));

describe("no belief in a declared key can answer", () => {
  it.each(["checks", "audits", "transform", "staging", "sums"].flatMap(filesOf))(
    "$path",
    ({ statements }) => {
      expect(statements.flatMap((statement) => foldableIn(statement, tables))).toEqual([]);
    },
  );
});

describe("every declared key", () => {
  const reads = filesOf("audits").map(({ path, statements }) => ({
    path,
    text: statements.map(({ text }) => text).join(""),
  }));
  // What IDENTITY makes is there once: a check would ask the warehouse about itself.
  const isMade = (columns: (typeof tables)[number]["columns"], [only = "", ...others]: readonly string[]) =>
    others.length === 0 && columns.find(({ name }) => name === only)?.identity !== undefined;
  const keys = tables.flatMap(({ name, primaryKey, uniqueKeys, columns }) =>
    [primaryKey, ...uniqueKeys]
      .filter((key) => key.length > 0 && !isMade(columns, key))
      .map((key) => ({ name, key })),
  );
  const foreign = tables.flatMap(({ name, foreignKeys }) => foreignKeys.map((key) => ({ name, ...key })));

  it.each(keys)("of $name ($key) has an audit that counts rows by it", ({ name, key }) => {
    const checks = reads.filter(
      ({ text }) =>
        new RegExp(`from ${name}\\b[^]*having count`).test(text) &&
        key.every((column) => text.includes(column)),
    );
    expect(checks).not.toEqual([]);
  });

  it.each(foreign)(
    "of $name ($columns) has an audit that looks for what it promises in $table",
    ({ name, columns, table }) => {
      const checks = reads.filter(
        ({ text }) =>
          new RegExp(`from ${name}\\s+left join ${table}\\b`).test(text) &&
          columns.every((column) => text.includes(`${name}.${column}`)),
      );
      expect(checks).not.toEqual([]);
    },
  );
});

describe("a question that a belief in a declared key could answer with none", () => {
  it.each([
    // How the checks and the calendar asked until they were rewritten
    [
      "select user_id, count(*) as row_count from users group by user_id having count(*) > 1",
      "groups by the declared key users (user_id)",
    ],
    [
      "select source, url, etag, size, count(*) from etl_files group by source, url, etag, size having count(*) > 1",
      "etl_files (source, url, etag, size)",
    ],
    [
      "select user_id, session_id, item_in_session, count(*) from songplays group by 1, 2, 3 having count(*) > 1",
      "songplays (user_id, session_id, item_in_session)",
    ],
    [
      "select songplays.song_id from songplays left join songs on songplays.song_id = songs.song_id where songplays.song_id is not null and songs.song_id is null",
      "songplays (song_id)",
    ],
    [
      "insert into time (start_time) with moments as (select distinct songplays.start_time from songplays left join time on songplays.start_time = time.start_time where time.start_time is null) select start_time from moments",
      "songplays (start_time)",
    ],
    // Their relatives
    ["select user_id as u, count(*) from users group by u having count(*) > 1", "users (user_id)"],
    ["select user_id, level from users group by user_id, level having count(1) > 1", "users (user_id)"],
    [
      "with u as (select user_id as id from users where level = 'free') select id from u group by id having count(*) > 1",
      "users (user_id)",
    ],
    [
      "select id from (select user_id as id from users) as u group by id having count(*) > 1",
      "users (user_id)",
    ],
    ["select distinct song_id from songs", "DISTINCT of the declared key songs (song_id)"],
    [
      "select * from (select user_id, row_number() over (partition by user_id order by level) as place from users) as u where place > 1",
      "numbers or counts the rows of the declared key users (user_id)",
    ],
    [
      "select one.user_id from users as one inner join users as other on one.user_id = other.user_id where one.level != other.level",
      "joins a table with itself by its declared key users (user_id)",
    ],
    [
      "select songs.artist_id from artists as a right join songs on songs.artist_id = a.artist_id where a.name is null",
      "songs (artist_id)",
    ],
    [
      "select song_id from songs where not exists (select 1 from artists where artists.artist_id = songs.artist_id)",
      "songs (artist_id)",
    ],
    [
      "select songplay_id from songplays where user_id not in (select user_id from users)",
      "songplays (user_id)",
    ],
    [
      "select songplay_id from songplays where songplays.user_id not in (select users.user_id from users)",
      "songplays (user_id)",
    ],
    ["select artist_id from songplays except select artist_id from artists", "songplays (artist_id)"],
    [
      "delete from songplays where not exists (select 1 from songs where songs.song_id = songplays.song_id)",
      "songplays (song_id)",
    ],
    [
      "create temp table lost as select user_id from songplays left join users using_ on songplays.user_id = using_.user_id where using_.user_id is null",
      "songplays (user_id)",
    ],
  ])("is found: %s", (sql, key) => {
    expect(found(sql).join("; ")).toContain(key);
  });

  it.each([
    "select user_id + 0 as user_id, count(*) from users group by 1 having count(*) > 1",
    "select artist_id || '' as artist_id, count(*) from artists group by 1 having count(*) > 1",
    "select session_id, item_in_session + 0 as item_in_session, count(*) from songplays group by 1, 2 having count(*) > 1",
    "select songplays.user_id from songplays left join users on songplays.user_id + 0 = users.user_id where users.user_id is null",
    "select songplays.user_id from songplays left join users on songplays.user_id = users.user_id + 0 where users.user_id is null",
    // No key promises these.
    "select session_id, count(*) from songplays group by session_id having count(*) > 1",
    "select users.user_id, count(*) from users inner join songplays on users.user_id = songplays.user_id group by users.user_id having count(*) > 1",
    "select artists.artist_id from artists left join songs on artists.artist_id = songs.artist_id where songs.artist_id is null",
    "select distinct level from users",
    "select userid from staging_events left join users on staging_events.userid = users.user_id where users.user_id is null",
    "select count(*) from songplays left join users on songplays.user_id = users.user_id",
    "delete from time where not exists (select 1 from songplays where songplays.start_time = time.start_time)",
  ])("is not: %s", (sql) => {
    expect(found(sql)).toEqual([]);
  });
});

describe("every audit", () => {
  const checks = filesOf("checks").map(({ path }) => path);

  it.each(filesOf("audits"))(
    "$path has a check that looks at the same rule in what a run brings",
    ({ path }) => {
      expect(checks).toContain(path.replace("audits/", "checks/new_"));
    },
  );
});
