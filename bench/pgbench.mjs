// Twenty clients at a time: pgbench against `dwh serve`, and the same statements on as many connections of DuckDB in this process.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { median } from "./measure.mjs";
import { figure, ratio, title } from "./print.mjs";
import { serve, SERVE_PASSWORD } from "./serve.mjs";

const CLIENTS = 20;
const TRANSACTIONS = 100;
const ROWS = 100_000;
const TABLES = [
  "create table things (id integer, name varchar(40))",
  "create table seen (id integer, since timestamp)",
];
const FILL = `insert into things with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS})
  select i, 'thing ' || i from n`;
/** What a transaction is; `:id` is a number of a row. */
const SCRIPTS = {
  "one row of 100,000": "select name from things where id = :id;",
  "a sum over all": "select count(*), sum(id) from things where id > :id;",
  "one row written": "insert into seen values (:id, '2018-11-02 10:00:00');",
};

export async function pgbench(folder, rounds) {
  title(`${CLIENTS} clients, ${TRANSACTIONS} transactions each; median of ${rounds}`);
  if (spawnSync("pgbench", ["--version"]).status !== 0) {
    console.log("  skipped: pgbench is not on this machine (Debian: postgresql-contrib)");
    return;
  }
  const root = join(folder, "pgbench");
  mkdirSync(root);
  const server = await serve(root, join(root, "warehouse.duckdb"));
  const instance = await DuckDBInstance.create(join(root, "own.duckdb"));
  try {
    await fillServed(server.port);
    const connection = await instance.connect();
    for (const sql of [...TABLES, FILL]) await connection.run(sql);
    for (const [name, script] of Object.entries(SCRIPTS)) {
      const file = join(root, "script.sql");
      writeFileSync(file, `\\set id random(1, ${ROWS})\n${script}\n`);
      const results = [];
      for (let round = 0; round < rounds; round++) {
        const served = await served20(server.port, file);
        const own = await inProcess(instance, script);
        results.push({ ...served, own, ratio: own / served.rate });
      }
      const middle = (pick) => median(results.map(pick));
      figure(`${name}: served`, `${Math.round(middle(({ rate }) => rate))}/s`);
      figure(`${name}: in process`, `${Math.round(middle(({ own }) => own))}/s`);
      figure(`${name}: in process, of served`, ratio(middle((one) => one.ratio)));
      figure(`${name}: failed`, String(results.reduce((sum, { failed }) => sum + failed, 0)), "none");
    }
  } finally {
    instance.closeSync();
    await server.close();
    rmSync(root, { recursive: true });
  }
}

async function fillServed(port) {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "dwh",
    database: "dev",
    password: SERVE_PASSWORD,
    ssl: { rejectUnauthorized: false },
  });
  await client.connect();
  for (const sql of [...TABLES, FILL]) await client.query(sql);
  await client.end();
}

/** Transactions a second, and how many of them failed. */
async function served20(port, file) {
  const env = {
    PATH: process.env.PATH,
    PGHOST: "127.0.0.1",
    PGPORT: String(port),
    PGUSER: "dwh",
    PGPASSWORD: SERVE_PASSWORD,
    PGSSLMODE: "require",
  };
  const args = ["-n", "-c", String(CLIENTS), "-j", "2", "-t", String(TRANSACTIONS), "-f", file, "dev"];
  const child = spawn("pgbench", args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const rate = Number(/tps = ([\d.]+) \(without initial/.exec(output)?.[1]);
  const done = Number(/actually processed: (\d+)/.exec(output)?.[1]);
  if (code !== 0 || Number.isNaN(rate)) throw new Error(`pgbench ended with ${code}:\n${output}`);
  return { rate, failed: CLIENTS * TRANSACTIONS - done };
}

/** Transactions a second on as many connections of this process. */
async function inProcess(instance, script) {
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => instance.connect()));
  const start = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let one = 0; one < TRANSACTIONS; one++) {
        const id = String(1 + Math.floor(Math.random() * ROWS));
        const reader = await connection.runAndReadAll(script.replace(":id", id));
        reader.getRows();
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.closeSync();
  return (CLIENTS * TRANSACTIONS) / seconds;
}
