/** Events and songs with every key that the files have; only what matters is given. */
import { readFileSync } from "node:fs";
import { fillRow, type DefaultRows, type GivenRow } from "../../src/cases/sql-case.ts";

const { events = {}, songs = {} } = JSON.parse(
  readFileSync(new URL("../sql/rows.json", import.meta.url), "utf8"),
) as DefaultRows;

let plays = 0;

/** A NextSong event; each call is another play of session 1. */
export function play(values: GivenRow = {}): Record<string, unknown> {
  plays += 1;
  return fillRow(values, events, plays - 1);
}

/** A song of the catalogue. */
export function song(values: GivenRow = {}): Record<string, unknown> {
  return fillRow(values, songs, 0);
}
