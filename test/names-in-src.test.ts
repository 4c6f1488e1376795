/** The program knows no source, table, column or question of the warehouse that ships with it: all of them come from sql/. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadSql } from "../src/job/load-sql.ts";
import { TABLES } from "../src/names.ts";
import { declaredTables } from "../src/plan/declared-tables.ts";
import { SQL_DIR } from "./support/sources.ts";

const SRC = join(import.meta.dirname, "../src");

/** Who makes the sample data of that warehouse, which is data like any other to the rest. */
const SAMPLE = /^(?:generate\/|commands\/generate\.ts$|job\/sample\.ts$)/;

/** What people call its rows; no name of sql/, and no word for any warehouse. */
const WORDS = ["NextSong", "play", "plays", "song", "songs", "artist", "artists", "listener", "listeners"];

/** Names of sql/ that are words of the engine too, which says them of something of its own. */
const OF_THE_ENGINE = [
  ..."auth day duration hour length level location method month name page status time title ts week weekday year".split(
    " ",
  ),
  // What happens in a process, and who hears of it.
  ..."events listener listeners".split(" "),
  // A word of SQL.
  "current",
  // By which a row names its run, in the job's own tables too.
  "run_id",
  // Columns of Redshift's catalogue and of its log of loading, and the users and sessions of a database.
  ..."session_id sessions start_time user_id userid users".split(" "),
];

/** Identifiers with `_` between their words, whatever the spelling: `nextSong` and NEXT_SONG are `next_song`. */
function spelled(text: string): string {
  return text.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

async function namesOfSql(): Promise<readonly string[]> {
  const { steps, analyses, sums, sources } = await loadSql(SQL_DIR);
  const own: readonly string[] = Object.values(TABLES);
  const tables = steps.filter(({ kind }) => kind === "schema").flatMap((step) => declaredTables(step));
  const star = tables.filter(({ name }) => !own.includes(name));
  return [
    ...star.flatMap(({ name, columns }) => [name, ...columns.map((column) => column.name)]),
    ...[...steps, ...analyses, ...sums].map(({ name }) => name).filter((name) => !own.includes(name)),
    ...sources.map(({ name }) => name),
  ];
}

it("no file of src/ names a source, a table, a column or a question of sql/", async () => {
  const names = [...new Set([...(await namesOfSql()), ...WORDS].map(spelled))];
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !SAMPLE.test(file),
  );
  const texts = files.map((file) => ({ file, text: spelled(readFileSync(join(SRC, file), "utf8")) }));
  const found = names.flatMap((name) => {
    const word = new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9])`);
    const where = texts.filter(({ text }) => word.test(text)).map(({ file }) => file);
    return where.length === 0 ? [] : [{ name, where }];
  });
  expect(names.length).toBeGreaterThan(80);
  expect(found.filter(({ name }) => !OF_THE_ENGINE.includes(name))).toEqual([]);
  // No word is excused that nothing has to be excused for.
  expect(OF_THE_ENGINE.filter((word) => !found.some(({ name }) => name === word))).toEqual([]);
});
