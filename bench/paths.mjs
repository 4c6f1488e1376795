// Where the measured programs are.
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const DWH = path("../dist/main.js");
export const HAND_WRITTEN = path("hand-written.mjs");
export const SQL = { all: path("hand-written.sql"), songs: path("hand-written-songs.sql") };
