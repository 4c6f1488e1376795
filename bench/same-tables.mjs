// Whether two ways to the same tables came to the same: figures that a wrong row would change.
import { DuckDBInstance } from "@duckdb/node-api";

/** Queries that mean the same in Redshift's dialect and in DuckDB's. */
const FIGURES = {
  staging_events:
    "select count(*), sum(sessionid), sum(iteminsession), count(userid), count(song) from staging_events",
  staging_songs:
    "select count(*), sum(year), count(artist_latitude), count(distinct artist_name) from staging_songs",
  songplays:
    "select count(*), sum(session_id), sum(item_in_session), count(song_id), count(artist_id), count(distinct song_id), " +
    "count(distinct title), count(distinct location), count(distinct user_agent), min(start_time), max(start_time) from songplays",
  users: "select count(*), sum(user_id), count(distinct first_name), count(distinct last_name) from users",
  levels: "select count(*), sum(user_id) from users where level = 'paid'",
  songs:
    "select count(*), count(year), sum(year), count(distinct title), count(distinct artist_id) from songs",
  artists:
    "select count(*), count(location), count(latitude), count(distinct name), count(distinct location), sum(length(name)) from artists",
  time: "select count(*), sum(hour), sum(day), sum(week), sum(month), sum(year), sum(weekday) from time",
};

/** Reads figures, those of the star unless others are given, from a schema of a DuckDB file: an object of table -> text. */
export async function figuresOf(database, schema, asked = FIGURES) {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  await connection.run(`set schema = '${schema}'`);
  const figures = {};
  for (const [table, sql] of Object.entries(asked)) {
    const rows = await (await connection.run(sql)).getRowsJson();
    figures[table] = JSON.stringify(rows[0]);
  }
  connection.closeSync();
  instance.closeSync();
  return figures;
}

/** @throws Error naming the tables that differ. */
export function compareFigures(ours, theirs) {
  const wrong = Object.keys(ours).filter((table) => ours[table] !== theirs[table]);
  if (wrong.length === 0) return;
  const lines = wrong.map((table) => `  ${table}: ${ours[table]} and ${theirs[table]}`);
  throw new Error(`the tables are not the same, so nothing can be compared:\n${lines.join("\n")}`);
}
