// Runs a file of DuckDB SQL on a database file: node bench/hand-written.mjs <database> <sql file> <variable>=<value> …
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [database, file, ...variables] = process.argv.slice(2);
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
for (const variable of variables) {
  const at = variable.indexOf("=");
  const value = variable.slice(at + 1).replaceAll("'", "''");
  await connection.run(`set variable ${variable.slice(0, at)} = '${value}'`);
}
await connection.run(readFileSync(file, "utf8"));
connection.closeSync();
instance.closeSync();
