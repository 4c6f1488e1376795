// Where the measured programs are.
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const DWH = path("../dist/dwh.cjs");
export const HAND_WRITTEN = path("hand-written.mjs");
export const PROFILE = path("profile.mjs");
/** A warehouse of one table for each format: a folder like sql/. */
export const FORMATS = path("formats");
export const OWN_TABLES = path("../sql/schema");
export const SQL = {
  all: path("hand-written.sql"),
  songs: path("hand-written-songs.sql"),
  orders: path("make-orders.sql"),
  csv: path("hand-written-csv.sql"),
  parquet: path("hand-written-parquet.sql"),
};
