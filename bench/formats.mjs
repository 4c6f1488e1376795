// One large file of CSV and one of Parquet, loaded by `dwh run` and by hand-written DuckDB SQL.
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DWH, FORMATS, HAND_WRITTEN, OWN_TABLES, SQL } from "./paths.mjs";
import { measure, median } from "./measure.mjs";
import { figure, megabytes, ratio, seconds, title } from "./print.mjs";
import { compareFigures, figuresOf } from "./same-tables.mjs";

/** 1.1 GB of CSV; as Parquet so many rows are some 70 % of that. */
const ROWS = 10_000_000;

export async function formats(folder, rounds) {
  title(`Formats: one file of ${ROWS.toLocaleString("en")} rows each; median of ${rounds}`);
  const data = join(folder, "formats");
  mkdirSync(data);
  const sql = join(data, "sql");
  cpSync(FORMATS, sql, { recursive: true });
  // The job's own tables are part of every warehouse.
  for (const name of readdirSync(OWN_TABLES).filter((one) => one.startsWith("etl_")))
    copyFileSync(join(OWN_TABLES, name), join(sql, "schema", name));
  await measure(data, [HAND_WRITTEN, ":memory:", SQL.orders, `rows=${ROWS}`]);
  for (const format of ["csv", "parquet"]) {
    const file = join(data, `orders.${format}`);
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const work = join(folder, `formats-${format}-${round}`);
      mkdirSync(work);
      const ours = join(work, "ours.duckdb");
      const theirs = join(work, "theirs.duckdb");
      const ways = {
        run: () =>
          measure(work, [DWH, "run", "--sql-dir", sql, "--source", `${format}=${file}`, "--warehouse", ours]),
        hand: () => measure(work, [HAND_WRITTEN, theirs, SQL[format], `file=${file}`]),
      };
      const result = {};
      // In turn, so that whatever is slow at one time is slow for both.
      for (const way of round % 2 === 0 ? ["run", "hand"] : ["hand", "run"]) result[way] = await ways[way]();
      results.push(result);
      const figures = { [`${format}_orders`]: `${SUMS} ${format}_orders` };
      compareFigures(await figuresOf(ours, "public", figures), await figuresOf(theirs, "main", figures));
      rmSync(work, { recursive: true });
    }
    figure(`${format}, size`, megabytes(statSync(file).size));
    figure("dwh run", seconds(median(results.map(({ run }) => run.seconds))));
    figure("hand-written SQL", seconds(median(results.map(({ hand }) => hand.seconds))));
    figure(
      "time, ratio",
      ratio(median(results.map(({ run, hand }) => run.seconds / hand.seconds))),
      "at most 2",
    );
    figure("dwh run, peak memory", megabytes(median(results.map(({ run }) => run.peak))));
  }
  rmSync(data, { recursive: true });
}

const SUMS =
  "select count(*), sum(id), min(ordered), max(ordered), sum(cast(amount * 100 as bigint)), sum(pieces), count(distinct place), " +
  "sum(length(customer)), min(note), max(note), count(case when paid then 1 end) from";
